using System.Text;
using Aether.Storage.Annotations;
using Aether.Storage.Mailboxes;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Annotations;

/// <summary>Annotations of messages, on both engines. RFC 5257.</summary>
public sealed class AnnotationTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private AccountId account;
    private MailboxId inbox;
    private MailboxId sent;

    private AnnotationStore Annotations => store.Store.Annotations;

    public async ValueTask InitializeAsync()
    {
        account = (await store.AddAccountAsync("ann@x.test")).Id;
        inbox = (await store.FindMailboxAsync(account, "INBOX")).Id;
        sent = (await store.FindMailboxAsync(account, "Sent")).Id;
        for (int i = 0; i < 3; i++)
            await store.AppendAsync(account, inbox, $"Subject: {i}\r\n\r\n");
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_change_counts_mod_sequences_up_and_is_found_by_its_time()
    {
        var before = (await store.Store.Messages.OpenAsync(account, inbox, default))!.ModSeq;

        var result = await SetAsync([1, 3], new MetadataChange("/comment", account, "mine"u8.ToArray()));

        Assert.Equal([new Uid(1), new Uid(3)], result.Changed.Select(static row => row.Uid));
        Assert.All(result.Changed, row => Assert.True(row.ModSeq > before));
        Assert.Equal(result.Changed[0].ModSeq, (await store.Store.Messages.OpenAsync(account, inbox, default))!.ModSeq);
        Assert.Equal([new Uid(1), new Uid(3)], await MessagesAsync(before));
        Assert.Empty(await MessagesAsync(result.Changed[0].ModSeq));
        Assert.Equal([new Uid(1), new Uid(3)], (await store.Store.Messages.ChangesAsync(account, inbox, before, default)).Rows.Select(static row => row.Uid).Order());
    }

    [Fact]
    public async Task What_somebody_changed_since_stays()
    {
        var first = await SetAsync([1], new MetadataChange("/comment", null, "1"u8.ToArray()));

        var result = await Annotations.SetAsync(account, inbox, Uids(1, 2), [new MetadataChange("/comment", null, "2"u8.ToArray())], 10, new ModSeq(first.Changed[0].ModSeq.Value - 1), default);

        Assert.Equal([new Uid(1)], result.Modified);
        Assert.Equal([new Uid(2)], result.Changed.Select(static row => row.Uid));
        Assert.Equal("1", await ReadAsync(inbox, 1));
    }

    [Fact]
    public async Task Too_many_on_one_message_change_none()
    {
        MetadataChange[] two = [new("/a", null, "1"u8.ToArray()), new("/b", null, "1"u8.ToArray())];
        Assert.Equal(MailboxStatus.Done, (await Annotations.SetAsync(account, inbox, Uids(1), two, 2, null, default)).Status);

        Assert.Equal(MailboxStatus.TooMany, (await Annotations.SetAsync(account, inbox, Uids(1, 2), [new MetadataChange("/c", null, "1"u8.ToArray())], 2, null, default)).Status);
        Assert.Empty(await Annotations.ListAsync(account, inbox, new Uid(2), account, default));

        // Another's own count for themselves, and one that goes makes room for one that comes.
        Assert.Equal(MailboxStatus.Done, (await Annotations.SetAsync(account, inbox, Uids(1), [new MetadataChange("/c", account, "1"u8.ToArray())], 2, null, default)).Status);
        Assert.Equal(MailboxStatus.Done, (await Annotations.SetAsync(account, inbox, Uids(1), [new MetadataChange("/a", null, null), new MetadataChange("/c", null, "1"u8.ToArray())], 2, null, default)).Status);
        Assert.Equal(["/b", "/c", "/c"], (await Annotations.ListAsync(account, inbox, new Uid(1), account, default)).Select(static note => note.Name));
    }

    [Fact]
    public async Task They_go_where_their_message_goes()
    {
        var bob = (await store.AddAccountAsync("bob@x.test")).Id;
        await SetAsync([1, 2], new MetadataChange("/comment", null, "ours"u8.ToArray()), new MetadataChange("/x", bob, "bob's"u8.ToArray()));

        var copied = await store.Store.Messages.CopyAsync(account, inbox, Uids(1), sent, default);
        var moved = await store.Store.Messages.MoveAsync(account, inbox, Uids(2), sent, default);
        await store.Store.Messages.RemoveAsync(account, inbox, Uids(1), default);

        Assert.Equal("ours", await ReadAsync(sent, copied.Pairs[0].Target.Value));
        Assert.Equal("ours", await ReadAsync(sent, moved.Pairs[0].Target.Value));
        Assert.Single(await Annotations.ListAsync(account, sent, copied.Pairs[0].Target, bob, default)); // §4.6: what is bob's stays behind
        Assert.Empty(await MessagesAsync(default));
        Assert.Equal(MailboxStatus.Done, await store.Store.Mailboxes.DeleteAsync(account, "Sent", default));
        Assert.Empty(await Annotations.MessagesAsync(account, sent, (new Uid(1), new Uid(uint.MaxValue)), account, default, default));
    }

    private static Uid[] Uids(params uint[] uids) => Array.ConvertAll(uids, static uid => new Uid(uid));

    private Task<AnnotationResult> SetAsync(uint[] uids, params MetadataChange[] changes) => Annotations.SetAsync(account, inbox, Uids(uids), changes, 10, null, default);

    private ValueTask<IReadOnlyList<Uid>> MessagesAsync(ModSeq after) => Annotations.MessagesAsync(account, inbox, (new Uid(1), new Uid(uint.MaxValue)), account, after, default);

    private async Task<string> ReadAsync(MailboxId mailbox, uint uid) =>
        Encoding.UTF8.GetString((await Annotations.ListAsync(account, mailbox, new Uid(uid), account, default)).First(static note => note.Reader is null).Value.Span);
}
