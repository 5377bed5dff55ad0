using Aether.Host.Composition;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Host.Tests.Composition;

/// <summary>The server has its store swept without being told.</summary>
public sealed class StoreUpkeepTests
{
    [Fact]
    public async Task Removed_mail_is_swept_when_its_grace_is_over()
    {
        await using var store = new TestStore();
        var ann = await store.AddAccountAsync("ann@example.test");
        var inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        await store.AppendAsync(ann.Id, inbox.Id, "x: y\r\n\r\n", SystemFlags.Deleted);
        var email = Assert.Single(await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default)).Email;
        await store.Store.Messages.ExpungeAsync(ann.Id, inbox.Id, [new Aether.Storage.Uid(1)], default);
        using var upkeep = new StoreUpkeep(store.Store, store.Clock, NullLogger<StoreUpkeep>.Instance);
        await upkeep.StartAsync(default);

        store.Clock.Advance(TimeSpan.FromHours(25));

        await Eventually.IsTrueAsync(async () =>
        {
            store.Clock.Advance(StoreUpkeep.Every); // The worker may not have looked at the clock yet.
            return (await store.Store.Messages.ReadEmailsAsync(ann.Id, new[] { email }, default)).Count == 0;
        }, "the email is swept");
        await upkeep.StopAsync(default);
    }
}
