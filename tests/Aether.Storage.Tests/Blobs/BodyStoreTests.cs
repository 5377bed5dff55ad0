using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Blobs;

/// <summary>Bodies in the database and in segments: whole, by range, shared, damaged.</summary>
public sealed class BodyStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private AccountId account;
    private MailboxId inbox;

    public async ValueTask InitializeAsync()
    {
        account = (await store.AddAccountAsync("ann@example.test")).Id;
        inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 << 10)]
    [InlineData(20_000)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData(1_500_000)]
    public async Task Octets_come_back_whole_after_a_restart(int size)
    {
        byte[] octets = Noise(size);
        var email = await StoreAsync(octets);
        await store.ReopenAsync();

        Assert.Equal(octets, await store.ReadAllAsync(account, email));
    }

    [Fact]
    public async Task Every_range_equals_the_same_range_of_the_whole()
    {
        byte[] octets = Noise(700_000);
        var email = await StoreAsync(octets);
        var row = Assert.Single(await store.Store.Messages.ReadEmailsAsync(account, new[] { email }, default));
        using var body = await store.Store.Messages.OpenBodyAsync(row, default);
        var random = new Random(7);

        for (int i = 0; i < 200; i++)
        {
            int offset = random.Next(octets.Length);
            byte[] range = new byte[random.Next(1, 5000)];
            int read = await body.ReadAsync(offset, range, default);
            Assert.InRange(read, 1, range.Length);
            Assert.True(octets.AsSpan(offset, read).SequenceEqual(range.AsSpan(0, read)));
        }
    }

    [Fact]
    public async Task Drafts_that_grow_side_by_side_do_not_mix()
    {
        var bodies = Enumerable.Range(0, 8).Select(i => Noise(900_000 + i)).ToArray();
        var emails = await Task.WhenAll(bodies.Select(octets => Task.Run(() => StoreAsync(octets))));

        for (int i = 0; i < bodies.Length; i++)
            Assert.Equal(bodies[i], await store.ReadAllAsync(account, emails[i]));
    }

    [Fact]
    public async Task A_large_body_that_comes_twice_is_stored_once()
    {
        byte[] octets = Noise(300_000);
        var first = await StoreAsync(octets);
        var second = await StoreAsync(octets);

        var rows = await store.Store.Messages.ReadEmailsAsync(account, new[] { first, second }, default);
        Assert.Equal(rows[0].Blob, rows[1].Blob);
    }

    [Fact]
    public async Task A_flipped_bit_in_a_segment_is_noticed_and_stays_that_messages_trouble()
    {
        var damaged = await StoreAsync(Noise(300_000));
        var sound = await StoreAsync(Noise(200_000));
        string segment = Assert.Single(Directory.GetFiles(Path.Combine(store.Folder, "segments")));
        byte[] file = await File.ReadAllBytesAsync(segment);
        file[1000] ^= 1;
        await File.WriteAllBytesAsync(segment, file);

        await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAllAsync(account, damaged));
        Assert.Equal(200_000, (await store.ReadAllAsync(account, sound)).Length);
    }

    [Fact]
    public async Task A_damaged_body_is_mended_when_the_same_one_comes_again()
    {
        byte[] octets = Noise(300_000);
        var first = await StoreAsync(octets);
        Damage();
        await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAllAsync(account, first));

        var second = await StoreAsync(octets);

        Assert.Equal(octets, await store.ReadAllAsync(account, first));
        Assert.Equal(octets, await store.ReadAllAsync(account, second));
        Assert.Equal(0, (await store.Store.Verifier.VerifyAsync(default)).FindingCount);
    }

    [Fact]
    public async Task Frames_that_are_whole_but_not_its_own_are_noticed_by_the_hash()
    {
        var first = await StoreAsync(Noise(100_000));
        var second = await StoreAsync(Noise(100_001));
        await store.ChangeRowsAsync("UPDATE blob SET frames = (SELECT frames FROM blob WHERE size = 100001) WHERE size = 100000");

        await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAllAsync(account, first));
        Assert.Equal(100_001, (await store.ReadAllAsync(account, second)).Length);
        Assert.Equal("blob", Assert.Single((await store.Store.Verifier.VerifyAsync(default)).Findings).Check);
    }

    [Fact]
    public async Task A_range_is_checked_before_its_octets_are_promised()
    {
        var email = await StoreAsync(Noise(900_000));
        Damage();
        var row = Assert.Single(await store.Store.Messages.ReadEmailsAsync(account, new[] { email }, default));
        using var body = await store.Store.Messages.OpenBodyAsync(row, default);

        await Assert.ThrowsAsync<CorruptBlobException>(async () => await body.CheckAsync(0, 900_000, default));
        await body.CheckAsync(300_000, 600_000, default); // the flip is in the first frame
    }

    [Fact]
    public async Task A_missing_segment_is_that_messages_trouble()
    {
        var lost = await StoreAsync(Noise(300_000));
        await store.ReopenAsync();
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(store.Folder, "segments"))));

        await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAllAsync(account, lost));
    }

    [Fact]
    public async Task A_draft_that_is_given_up_leaves_no_row()
    {
        await using (var draft = store.Store.Bodies.NewDraft())
        {
            draft.Write(Noise(400_000));
            await draft.FlushAsync(default);
        }

        Assert.Empty(await store.Store.Messages.ListAsync(account, inbox, default));
    }

    /// <summary>Flips a bit in the first frame of the segment.</summary>
    private void Damage()
    {
        string segment = Assert.Single(Directory.GetFiles(Path.Combine(store.Folder, "segments")));
        using var file = new FileStream(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = 1000;
        int octet = file.ReadByte();
        file.Position = 1000;
        file.WriteByte((byte)(octet ^ 1));
    }

    /// <summary>Octets that do not compress, so that sizes are what they seem.</summary>
    private static byte[] Noise(int size)
    {
        byte[] octets = new byte[size];
        new Random(size).NextBytes(octets);
        return octets;
    }

    private async Task<EmailId> StoreAsync(byte[] octets)
    {
        var message = await store.DraftAsync(octets);
        var appended = await store.Store.Messages.AppendAsync(account, inbox, message, new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default);
        return (await store.Store.Messages.ListAsync(account, inbox, default)).Single(row => row.Uid == appended.Uid).Email;
    }
}
