using System.Text;
using Aether.Storage.Annotations;
using Aether.Storage.Backup;
using Aether.Storage.Mailboxes;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Backup;

/// <summary>What somebody has noted on messages of an account that stands before his own in a backup.</summary>
public sealed class LateNotesTests : IAsyncDisposable
{
    private readonly TestStore store = new();
    private readonly TestStore other = new();

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Notes_of_those_who_come_behind_wait_for_them_be_they_ever_so_many()
    {
        var account = (await store.AddAccountAsync("ann@example.test")).Id;
        var bob = (await store.AddAccountAsync("bob@example.test")).Id;
        var inbox = (await store.FindMailboxAsync(account, Mailbox.Inbox)).Id;
        var uids = new List<Uid>();
        for (int i = 0; i < 300; i++)
            uids.Add((await store.AppendAsync(account, inbox, $"Subject: {i}\r\n\r\n")).Uid);
        await Task.WhenAll(uids.Select(uid => store.Store.Annotations.SetAsync(account, inbox, [uid], [new MetadataChange("/comment", bob, Encoding.ASCII.GetBytes($"{uid.Value}"))], 10, null, default)));
        string file = Path.Combine(store.Folder, "store.backup");
        await store.Store.Backup.WriteAsync(file, default);

        await other.Store.Restore.ReadAsync(file, new RestoreScope(), default);

        var ann = (await other.Store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var newBob = (await other.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        var box = (await other.FindMailboxAsync(ann, Mailbox.Inbox)).Id;
        var copies = await other.Store.Messages.ListAsync(ann, box, default);
        Assert.Equal(uids.Count, copies.Count);
        foreach (var (copy, uid) in copies.Zip(uids))
            Assert.Equal($"{uid.Value}", Encoding.ASCII.GetString(Assert.Single(await other.Store.Annotations.ListAsync(ann, box, copy.Uid, newBob, default)).Value.Span));
    }
}
