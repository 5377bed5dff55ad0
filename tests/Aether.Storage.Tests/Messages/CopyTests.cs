using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Messages;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Messages;

/// <summary>Copies, moves and removals of any sets of messages, beside a model of what must be where.</summary>
public sealed class CopyTests : IAsyncLifetime
{
    private const int Messages = 140; // UIDs and so the packed places become longer at 128

    private readonly TestStore store = new();
    private readonly Dictionary<MailboxId, (uint Next, SortedDictionary<uint, EmailId> Rows)> model = [];
    private Account ann = null!;
    private MailboxId[] mailboxes = [];

    public async ValueTask InitializeAsync()
    {
        ann = await store.AddAccountAsync("ann@example.test");
        mailboxes = [.. (await store.Store.Mailboxes.ListAsync(ann.Id, default)).Take(3).Select(static mailbox => mailbox.Id)];
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => store.AppendAsync(ann.Id, mailboxes[0], $"Subject: {i}\r\n\r\n", (SystemFlags)(i % 3))));
        foreach (var mailbox in mailboxes)
        {
            var rows = await store.Store.Messages.ListAsync(ann.Id, mailbox, default);
            model[mailbox] = ((uint)rows.Count + 1, new SortedDictionary<uint, EmailId>(rows.ToDictionary(static row => row.Uid.Value, static row => row.Email)));
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_of_them_does_what_the_model_does(int seed)
    {
        var random = new Random(seed);
        for (int step = 0; step < 30; step++)
        {
            var (source, target) = (mailboxes[random.Next(3)], mailboxes[random.Next(3)]);
            int part = random.Next(1, 5);
            Uid[] uids = [.. model[source].Rows.Keys.Where(_ => part == 1 || random.Next(part) == 0).Take(300).Select(static uid => new Uid(uid))];
            switch (random.Next(4))
            {
                case 0: await RemoveAsync(source, [.. uids.Take(uids.Length / 2)]); break;
                case 1: await BringAsync(source, uids, target, await store.Store.Messages.MoveAsync(ann.Id, source, uids, target, default), stays: false); break;
                default: await BringAsync(source, uids, target, await store.Store.Messages.CopyAsync(ann.Id, source, uids, target, default), stays: true); break;
            }
        }

        await AssertSoundAsync(model.Values.SelectMany(static box => box.Rows.Values).Distinct().Count());
        foreach (var mailbox in mailboxes)
            await RemoveAsync(mailbox, [.. model[mailbox].Rows.Keys.Select(static uid => new Uid(uid))]);
        store.Clock.Advance(TimeSpan.FromDays(3));
        await store.Store.Sweeper.SweepAsync(default);
        await AssertSoundAsync(0);
    }

    [Fact]
    public async Task Copies_keep_flags_and_notes_each_its_own()
    {
        Uid[] uids = [new(2), new(3), new(4), new(9), new(140)];
        await store.Store.Annotations.SetAsync(ann.Id, mailboxes[0], [new Uid(3), new Uid(5), new Uid(9)], [new MetadataChange("/comment", null, "note"u8.ToArray())], 10, null, default);
        var before = (await store.Store.Messages.ListAsync(ann.Id, mailboxes[0], default)).Where(row => uids.Contains(row.Uid)).Select(static row => row.Flags).ToList();

        await store.Store.Messages.CopyAsync(ann.Id, mailboxes[0], uids, mailboxes[1], default);
        await store.Store.Messages.MoveAsync(ann.Id, mailboxes[0], uids, mailboxes[2], default);

        foreach (var target in mailboxes[1..])
        {
            Assert.Equal(before, (await store.Store.Messages.ListAsync(ann.Id, target, default)).Select(static row => row.Flags));
            Assert.Equal([new Uid(2), new Uid(4)], await NotedAsync(target));
        }
        Assert.Equal([new Uid(5)], await NotedAsync(mailboxes[0]));
    }

    private async Task<IEnumerable<Uid>> NotedAsync(MailboxId mailbox) =>
        (await store.Store.Annotations.MessagesAsync(ann.Id, mailbox, (new Uid(1), new Uid(1000)), ann.Id, default, default)).Order();

    private async Task BringAsync(MailboxId source, Uid[] uids, MailboxId target, CopyResult result, bool stays)
    {
        Assert.Equal(MessageStatus.Done, result.Status);
        uint next = model[target].Next;
        Assert.Equal(uids.Select((uid, i) => new CopyResult.Pair(uid, new Uid(next + (uint)i))), result.Pairs);
        foreach (var pair in result.Pairs)
        {
            model[target].Rows[pair.Target.Value] = model[source].Rows[pair.Source.Value];
            if (!stays)
                model[source].Rows.Remove(pair.Source.Value);
        }
        model[target] = model[target] with { Next = next + (uint)uids.Length };
        await AssertListedAsync(source);
        await AssertListedAsync(target);
    }

    private async Task RemoveAsync(MailboxId mailbox, Uid[] uids)
    {
        Assert.Equal(uids, await store.Store.Messages.RemoveAsync(ann.Id, mailbox, uids, default));
        foreach (var uid in uids)
            model[mailbox].Rows.Remove(uid.Value);
        await AssertListedAsync(mailbox);
    }

    private async Task AssertListedAsync(MailboxId mailbox) =>
        Assert.Equal(model[mailbox].Rows.Select(static row => (row.Key, row.Value)), (await store.Store.Messages.ListAsync(ann.Id, mailbox, default)).Select(static row => (row.Uid.Value, row.Email)));

    private async Task AssertSoundAsync(int inSomeMailbox)
    {
        var report = await store.Store.Verifier.VerifyAsync(default);
        Assert.Empty(report.Findings);
        Assert.True(report.Emails >= inSomeMailbox && (inSomeMailbox > 0 || report.Emails == 0), $"{report.Emails} emails, {inSomeMailbox} in a mailbox");
    }
}
