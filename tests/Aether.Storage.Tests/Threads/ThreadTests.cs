using Aether.Storage.Accounts;
using Aether.Storage.Mailboxes;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Threads;

/// <summary>Which messages are of one thread. RFC 8621 §3.</summary>
public sealed class ThreadTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private Account ann = null!;
    private Mailbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        inbox = await store.FindMailboxAsync(ann.Id, Mailbox.Inbox);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_reply_joins_what_it_replies_to()
    {
        var first = await AddAsync("a", "Plans");
        Assert.Equal(first, await AddAsync("b", "Re: plans", "a"));
        Assert.Equal(first, await AddAsync("c", "[list] RE: Plans (fwd)", "x", "b"));
    }

    [Fact]
    public async Task Messages_without_ids_or_relations_stand_alone()
    {
        var threads = new[] { await AddAsync(null, "Plans"), await AddAsync(null, "Plans"), await AddAsync("a", "Plans"), await AddAsync("b", "Plans") };
        Assert.Equal(4, threads.Distinct().Count());
    }

    [Fact]
    public async Task Replies_that_come_before_their_parent_are_of_its_thread()
    {
        var thread = await AddAsync("b", "Re: Plans", "a");
        Assert.Equal(thread, await AddAsync("c", "Re: Plans", "a"));
        Assert.Equal(thread, await AddAsync("a", "Plans"));
    }

    [Fact]
    public async Task Another_subject_begins_another_thread()
    {
        var plans = await AddAsync("a", "Plans");
        var lunch = await AddAsync("b", "Lunch", "a");
        Assert.NotEqual(plans, lunch);
        Assert.Equal(lunch, await AddAsync("c", "Re: Lunch", "a", "b"));
        Assert.Equal(plans, await AddAsync("d", "Re: Plans", "a"));
    }

    [Fact]
    public async Task The_oldest_of_several_threads_is_joined_and_no_id_changes()
    {
        var one = await AddAsync("a", "Plans");
        var two = await AddAsync("b", "Plans");
        Assert.Equal(one, await AddAsync("c", "Re: Plans", "b", "a"));
        Assert.Equal(two, await AddAsync("d", "Re: Plans", "b"));
    }

    [Fact]
    public async Task Accounts_do_not_share_threads()
    {
        var bob = await store.AddAccountAsync("bob@example.test");
        var bobs = await store.FindMailboxAsync(bob.Id, Mailbox.Inbox);
        await store.AppendAsync(bob.Id, bobs.Id, "Message-ID: <a@x>\r\nSubject: Plans\r\n\r\n");
        var email = Assert.Single(await store.Store.Messages.ListAsync(bob.Id, bobs.Id, default)).Email;
        var theirs = Assert.Single(await store.Store.Messages.ReadEmailsAsync(bob.Id, new[] { email }, default)).Thread;

        Assert.NotEqual(theirs, await AddAsync("b", "Re: Plans", "a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_changes_nothing(bool swept)
    {
        var thread = await AddAsync("a", "Plans");
        await AddAsync("b", "Re: Plans", "a");
        if (swept)
            await store.Store.Sweeper.SweepAsync(default);

        await store.ReopenAsync();

        Assert.Equal(thread, await AddAsync("c", "Re: Plans", "b"));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Equal(thread, await AddAsync("d", "Re: Plans", "c"));
    }

    [Fact]
    public async Task A_group_that_is_run_again_sees_nothing_of_its_first_run()
    {
        var broken = (await DraftAsync("broken")) with { Body = Storage.Blobs.StoredBody.OfBlob(new BlobId(999_999), 10) };
        var good = new List<Storage.Bodies.StoredMessage>();
        for (int i = 0; i < 40; i++)
            good.Add(await DraftAsync($"m{i}"));

        // Whichever of them share a group with the broken one are run twice.
        var tasks = good.Select((message, i) => i is 20 ? Task.WhenAll(Append(message), Assert.ThrowsAsync<CorruptBlobException>(() => Append(broken))) : Append(message));
        await Task.WhenAll(tasks);

        var emails = (await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default)).Select(row => row.Email).ToArray();
        Assert.Equal(40, emails.Length);
        Assert.All(await store.Store.Messages.ReadEmailsAsync(ann.Id, emails, default), email => Assert.Equal(email.Id.Value, email.Thread.Value));

        Task Append(Storage.Bodies.StoredMessage message) => store.Store.Messages.AppendAsync(
            ann.Id, inbox.Id, message, new Storage.Messages.FlagChange(Storage.Messages.FlagChangeMode.Replace, Storage.Messages.SystemFlags.None, []), null, default);
    }

    private Task<Storage.Bodies.StoredMessage> DraftAsync(string id) => store.DraftAsync(System.Text.Encoding.ASCII.GetBytes($"Message-ID: <{id}@x>\r\nSubject: Plans\r\n\r\n"));

    private async Task<EmailId> LastEmailAsync() => (await store.Store.Messages.ListAsync(ann.Id, inbox.Id, default))[^1].Email;

    private async Task<ThreadId> AddAsync(string? id, string subject, params string[] references)
    {
        string own = id is null ? "" : $"Message-ID: <{id}@x>\r\n";
        string others = references.Length is 0 ? "" : $"References: {string.Join(' ', references.Select(name => $"<{name}@x>"))}\r\n";
        await store.AppendAsync(ann.Id, inbox.Id, $"{own}{others}Subject: {subject}\r\n\r\n");
        var row = Assert.Single(await store.Store.Messages.ReadEmailsAsync(ann.Id, new[] { await LastEmailAsync() }, default));
        return row.Thread;
    }
}
