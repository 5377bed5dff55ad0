using Aether.Storage.Blobs;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Upkeep;

/// <summary>Segments that are mostly dead give their room back, and nobody who reads notices.</summary>
public sealed class CompactionTests : IAsyncLifetime
{
    private readonly TestStore store = new(options => options with { SegmentSize = 200_000 });
    private AccountId account;
    private MailboxId inbox;

    public async ValueTask InitializeAsync()
    {
        account = (await store.AddAccountAsync("ann@example.test")).Id;
        inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_segment_that_is_mostly_dead_is_copied_and_its_file_goes_later()
    {
        var kept = await AppendAsync(40_000);
        var gone = await AppendAsync(300_000);
        var later = await AppendAsync(50_000); // begins the second segment
        Assert.Equal(2, Segments().Length);
        await ExpungeAsync(gone);

        await SweepAsync();
        await SweepAsync();
        Assert.Equal(2, Segments().Length); // emptied, but somebody may still read it
        await SweepAsync();

        Assert.Equal("00000002.seg", Path.GetFileName(Assert.Single(Segments())));
        Assert.Equal(Noise(40_000), await ReadAsync(kept));
        Assert.Equal(Noise(50_000), await ReadAsync(later));
        await AssertSoundAsync();
        await store.ReopenAsync();
        Assert.Equal(Noise(40_000), await ReadAsync(kept));
    }

    [Fact]
    public async Task Who_reads_meanwhile_reads_on_and_keeps_the_file()
    {
        var kept = await AppendAsync(40_000);
        var gone = await AppendAsync(300_000);
        await AppendAsync(50_000);
        await ExpungeAsync(gone);
        using (var body = await OpenAsync(kept))
        {
            for (int i = 0; i < 4; i++)
                await SweepAsync();
            Assert.Equal(2, Segments().Length);
            Assert.Equal(Noise(40_000), await ReadAsync(body));
        }

        await SweepAsync();
        Assert.Single(Segments());
    }

    [Fact]
    public async Task A_segment_that_is_mostly_alive_stays()
    {
        await AppendAsync(150_000);
        var gone = await AppendAsync(60_000);
        await AppendAsync(50_000);
        await ExpungeAsync(gone);

        for (int i = 0; i < 4; i++)
            await SweepAsync();

        Assert.Equal(2, Segments().Length);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task A_segment_that_only_abandoned_drafts_wrote_to_goes()
    {
        await using (var draft = store.Store.Bodies.NewDraft())
        {
            draft.Write(Noise(400_000));
            await draft.FlushAsync(default);
        }
        await AppendAsync(50_000);
        Assert.Equal(2, Segments().Length);

        await SweepAsync();
        await SweepAsync();

        Assert.Equal("00000002.seg", Path.GetFileName(Assert.Single(Segments())));
    }

    [Fact]
    public async Task A_body_whose_segment_was_emptied_before_its_operation_came_is_refused()
    {
        var waits = await store.DraftAsync(Noise(250_000));
        await AppendAsync(50_000);
        await SweepAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            store.Store.Messages.AppendAsync(account, inbox, waits, new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task A_damaged_blob_stays_where_it_is_and_so_does_its_segment()
    {
        var damaged = await AppendAsync(40_000);
        var gone = await AppendAsync(300_000);
        await AppendAsync(50_000);
        await ExpungeAsync(gone);
        using (var file = new FileStream(Segments()[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 1000;
            file.WriteByte(0xA5);
            file.WriteByte(0x5A);
        }

        for (int i = 0; i < 4; i++)
            await SweepAsync();

        Assert.Equal(2, Segments().Length);
        await Assert.ThrowsAsync<CorruptBlobException>(() => ReadAsync(damaged));
    }

    private async Task SweepAsync()
    {
        store.Clock.Advance(TimeSpan.FromDays(2));
        await store.Store.Sweeper.SweepAsync(default);
    }

    private async Task AssertSoundAsync() => Assert.Empty((await store.Store.Verifier.VerifyAsync(default)).Findings);

    private string[] Segments() => [.. Directory.GetFiles(Path.Combine(store.Folder, "segments")).Order(StringComparer.Ordinal)];

    private async Task<Uid> AppendAsync(int size)
    {
        var message = await store.DraftAsync(Noise(size));
        return (await store.Store.Messages.AppendAsync(account, inbox, message, new FlagChange(FlagChangeMode.Replace, SystemFlags.Deleted, []), null, default)).Uid;
    }

    private async Task ExpungeAsync(Uid uid) => Assert.Single(await store.Store.Messages.ExpungeAsync(account, inbox, [uid], default));

    private async Task<BodyReader> OpenAsync(Uid uid)
    {
        var row = (await store.Store.Messages.ListAsync(account, inbox, default)).Single(row => row.Uid == uid);
        return await store.Store.Messages.OpenBodyAsync(Assert.Single(await store.Store.Messages.ReadEmailsAsync(account, new[] { row.Email }, default)), default);
    }

    private async Task<byte[]> ReadAsync(Uid uid)
    {
        using var body = await OpenAsync(uid);
        return await ReadAsync(body);
    }

    private static async Task<byte[]> ReadAsync(BodyReader body)
    {
        byte[] octets = new byte[body.Size];
        for (long at = 0; at < body.Size;)
            at += await body.ReadAsync(at, octets.AsMemory((int)at), default);
        return octets;
    }

    private static byte[] Noise(int size)
    {
        byte[] octets = new byte[size];
        new Random(size).NextBytes(octets);
        return octets;
    }
}
