using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Mailboxes;

/// <summary>The list of mailboxes: names, levels, UIDVALIDITY. RFC 9051 §6.3.4 to §6.3.7.</summary>
public sealed class MailboxStoreTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private Account ann = null!;

    public async ValueTask InitializeAsync() => ann = await store.AddAccountAsync("ann@example.test");

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_new_account_has_inbox_first_and_the_special_mailboxes()
    {
        var paths = await PathsAsync();

        Assert.Equal(["INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"], paths);
        Assert.Equal(paths.Order(StringComparer.Ordinal), await store.Store.Mailboxes.SubscriptionsAsync(ann.Id, default));
    }

    [Fact]
    public async Task Creating_makes_the_levels_above_too()
    {
        Assert.Equal(MailboxStatus.Done, await CreateAsync("a/b/c/"));

        Assert.Equal(["a", "a/b", "a/b/c"], (await PathsAsync()).Where(path => path[0] == 'a'));
        Assert.Equal(MailboxStatus.AlreadyExists, await CreateAsync("a/b"));
        Assert.Equal(MailboxStatus.AlreadyExists, await CreateAsync("inbox"));
    }

    [Theory] // Case I05.
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("../x")]
    [InlineData("INBOX/..")]
    [InlineData("a\0b")]
    [InlineData("a\r\nb")]
    public async Task A_bad_name_is_refused(string path) => Assert.Equal(MailboxStatus.BadName, await CreateAsync(path));

    [Fact]
    public async Task A_lone_surrogate_is_refused() => Assert.Equal(MailboxStatus.BadName, await CreateAsync("\ud800"));

    [Fact]
    public async Task Names_too_long_or_too_deep_are_refused()
    {
        Assert.Equal(MailboxStatus.BadName, await CreateAsync(new string('x', 256)));
        Assert.Equal(MailboxStatus.BadName, await CreateAsync(string.Join('/', Enumerable.Repeat("a", 500))));
        Assert.Equal(MailboxStatus.Done, await CreateAsync(string.Join('/', Enumerable.Repeat("a", 32))));
    }

    [Fact]
    public async Task Composed_and_decomposed_names_are_one()
    {
        Assert.Equal(MailboxStatus.Done, await CreateAsync("caf\u00e9"));
        Assert.Equal(MailboxStatus.AlreadyExists, await CreateAsync("cafe\u0301"));
    }

    [Fact]
    public async Task Deleting_a_parent_keeps_a_bare_level_and_creating_it_again_changes_uidvalidity()
    {
        await CreateAsync("a/b");
        var before = (await store.FindMailboxAsync(ann.Id, "a")).Counters.UidValidity;

        Assert.Equal(MailboxStatus.Done, await DeleteAsync("a"));
        Assert.False((await store.FindMailboxAsync(ann.Id, "a")).Selectable);
        Assert.Equal(MailboxStatus.NotAllowed, await DeleteAsync("a"));
        Assert.Equal(MailboxStatus.Done, await CreateAsync("a"));
        Assert.True((await store.FindMailboxAsync(ann.Id, "a")).Counters.UidValidity > before);
    }

    [Fact]
    public async Task Deleting_removes_the_messages_and_a_mailbox_of_the_same_name_starts_anew()
    {
        await CreateAsync("a");
        var old = await store.FindMailboxAsync(ann.Id, "a");
        await store.AppendAsync(ann.Id, old.Id, "x: y\r\n\r\n");

        Assert.Equal(MailboxStatus.Done, await DeleteAsync("a"));
        Assert.Equal(MailboxStatus.NoSuchMailbox, await DeleteAsync("a"));
        await CreateAsync("a");

        var fresh = await store.FindMailboxAsync(ann.Id, "a");
        Assert.Equal(0, fresh.Counters.Messages);
        Assert.NotEqual(old.Counters.UidValidity, fresh.Counters.UidValidity);
        Assert.Equal(0, (await store.Store.Directory.FindAccountAsync("ann@example.test", default))!.UsedBytes);
    }

    [Fact]
    public async Task Inbox_can_not_be_deleted() => Assert.Equal(MailboxStatus.NotAllowed, await DeleteAsync("Inbox"));

    [Fact]
    public async Task Renaming_takes_the_children_along_and_keeps_the_messages()
    {
        await CreateAsync("a/b");
        await store.AppendAsync(ann.Id, (await store.FindMailboxAsync(ann.Id, "a/b")).Id, "x: y\r\n\r\n");

        Assert.Equal(MailboxStatus.Done, await store.Store.Mailboxes.RenameAsync(ann.Id, "a", "z/y", default));
        Assert.Equal(["z", "z/y", "z/y/b"], (await PathsAsync()).Where(path => path[0] is 'a' or 'z'));
        Assert.Equal(1, (await store.FindMailboxAsync(ann.Id, "z/y/b")).Counters.Messages);
    }

    [Fact]
    public async Task Renaming_below_itself_or_onto_another_is_refused()
    {
        await CreateAsync("a/b");
        await CreateAsync("c");

        Assert.Equal(MailboxStatus.NotAllowed, await store.Store.Mailboxes.RenameAsync(ann.Id, "a", "a/b/c", default));
        Assert.Equal(MailboxStatus.NotAllowed, await store.Store.Mailboxes.RenameAsync(ann.Id, "a", "a/x", default));
        Assert.Equal(MailboxStatus.AlreadyExists, await store.Store.Mailboxes.RenameAsync(ann.Id, "a", "c", default));
        Assert.Equal(MailboxStatus.NoSuchMailbox, await store.Store.Mailboxes.RenameAsync(ann.Id, "nothing", "d", default));
    }

    [Fact]
    public async Task Renaming_inbox_moves_its_messages_and_leaves_it()
    {
        var inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
        await store.AppendAsync(ann.Id, inbox.Id, "x: y\r\n\r\n");

        Assert.Equal(MailboxStatus.Done, await store.Store.Mailboxes.RenameAsync(ann.Id, Mailbox.Inbox, "old", default));
        Assert.Equal(0, (await store.FindMailboxAsync(ann.Id, Mailbox.Inbox)).Counters.Messages);
        Assert.Equal(1, (await store.FindMailboxAsync(ann.Id, "old")).Counters.Messages);
    }

    [Fact]
    public async Task No_more_mailboxes_than_the_limit()
    {
        await using var small = new TestStore(options => options with { MaxMailboxes = 8 });
        var account = await small.AddAccountAsync("bob@example.test");

        Assert.Equal(MailboxStatus.Done, await small.Store.Mailboxes.CreateAsync(account.Id, "one", SpecialUse.None, default));
        Assert.Equal(MailboxStatus.TooMany, await small.Store.Mailboxes.CreateAsync(account.Id, "two/three", SpecialUse.None, default));
    }

    [Fact]
    public async Task A_subscription_outlives_its_mailbox()
    {
        await CreateAsync("a");
        await store.Store.Mailboxes.SubscribeAsync(ann.Id, "a", SubscriptionChange.Subscribe, default);
        await DeleteAsync("a");

        Assert.Contains("a", await store.Store.Mailboxes.SubscriptionsAsync(ann.Id, default));
        await store.Store.Mailboxes.SubscribeAsync(ann.Id, "a", SubscriptionChange.Unsubscribe, default);
        Assert.DoesNotContain("a", await store.Store.Mailboxes.SubscriptionsAsync(ann.Id, default));
    }

    private Task<MailboxStatus> CreateAsync(string path) => store.Store.Mailboxes.CreateAsync(ann.Id, path, SpecialUse.None, default);

    private Task<MailboxStatus> DeleteAsync(string path) => store.Store.Mailboxes.DeleteAsync(ann.Id, path, default);

    private async Task<List<string>> PathsAsync() => [.. (await store.Store.Mailboxes.ListAsync(ann.Id, default)).Select(mailbox => mailbox.Path)];
}
