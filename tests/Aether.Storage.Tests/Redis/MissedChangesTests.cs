using Aether.Storage.Changes;
using Aether.Storage.Redis;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Redis;

/// <summary>A change whose hint was lost is found by looking.</summary>
public sealed class MissedChangesTests
{
    [Fact]
    public async Task A_change_without_a_hint_is_found_within_seconds()
    {
        await using var store = new TestStore();
        var ann = await store.AddAccountAsync("ann@example.test");
        var bob = await store.AddAccountAsync("bob@example.test");
        var inbox = await store.FindMailboxAsync(ann.Id, "INBOX");
        var feed = new ChangeFeed(); // Another node's: nothing that the store commits is told here.
        int anns = 0, bobs = 0;
        using var first = feed.Subscribe(ann.Id, _ => Interlocked.Increment(ref anns));
        using var second = feed.Subscribe(bob.Id, _ => Interlocked.Increment(ref bobs));
        await using var missed = new MissedChanges(feed, store.Store.Engine.Directory, store.Clock);
        await Eventually.IsTrueAsync(() => Tick(store, ref anns) == 1, "the first look tells everybody once");

        await store.AppendAsync(ann.Id, inbox.Id, "Subject: x\r\n\r\n");

        await Eventually.IsTrueAsync(() => Tick(store, ref anns) == 2, "the change is found");
        Assert.Equal(1, Volatile.Read(ref bobs));
        await store.AppendAsync(ann.Id, inbox.Id, "Subject: y\r\n\r\n");
        missed.LookNow();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref anns) == 3, "it is found at once");
    }

    private static int Tick(TestStore store, ref int count)
    {
        store.Clock.Advance(MissedChanges.Every);
        return Volatile.Read(ref count);
    }
}
