using System.Text;
using Aether.Mime.Scanning;
using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;
using Aether.Storage.Envelopes;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Storage.Tests.Crashes;

/// <summary>
/// One client that does all a store can do, one thing after the other, on a recorded disk. After each step it notes how many calls the
/// disk had seen and what the store looked like: that is what a crash may not take back.
/// </summary>
internal sealed class CrashWorkload : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("aether-crash-");
    private readonly RecordingDisk disk;
    private readonly List<Step> steps = [];
    private readonly Random random = new(20261122);

    private CrashWorkload() => disk = new RecordingDisk(root.FullName);

    /// <summary>What was acknowledged, in order.</summary>
    public IReadOnlyList<Step> Steps => steps;

    public IReadOnlyList<DiskEvent> Events => disk.Log.Events;

    /// <summary>How stores of this workload are opened; small logs, so that they are folded often.</summary>
    public static StoreContext ContextOf(string folder, FakeTimeProvider clock) =>
        new(new StoreOptions(Path.Combine(folder, "data")) { LogPages = 150, SegmentSize = 64 << 10 }, new MimeLimits(), clock, static reason => throw new InvalidOperationException("A sync failed.", reason));

    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public static async Task<CrashWorkload> RecordAsync()
    {
        var workload = new CrashWorkload();
        var clock = NewClock();
        var store = MailStore.Open(ContextOf(workload.root.FullName, clock) with { Disk = workload.disk });
        await using (store)
            await workload.RunAsync(store, clock);
        return workload;
    }

    /// <summary>A store of a former version is opened, and so brought to the newest; that must change nothing that anybody sees.</summary>
    /// <param name="source">Data folder of a store with data, closed.</param>
    /// <param name="snapshot">Of that store.</param>
    public static async Task<CrashWorkload> RecordMigrationAsync(string source, string snapshot, long version)
    {
        var workload = new CrashWorkload();
        var clock = NewClock();
        string data = Path.Combine(workload.root.FullName, "data");
        OldStore.Make(source, data, version);
        workload.disk.NoteWhatIsThere("data", Path.Combine("data", "segments"));
        workload.steps.Add(new Step($"version {version}", workload.disk.Log.Count, snapshot));
        var store = MailStore.Open(ContextOf(workload.root.FullName, clock) with { Disk = workload.disk });
        await using (store)
        {
            await workload.DoAsync(store, "open", Task.CompletedTask);
            var account = (await store.Directory.ListAccountsAsync(null, "", default).FirstAsync()).Id;
            await workload.DoAsync(store, "append", workload.AppendAsync(store, account, (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, default))!.Id, 25_000));
        }
        return workload;
    }

    /// <summary>Some mail, flags, copies and a queue in an empty store; bodies that need no segment.</summary>
    public static async Task FillAsync(MailStore store)
    {
        using var workload = new CrashWorkload();
        await store.Directory.AddDomainAsync("example.test", null, default);
        await store.Directory.AddAccountAsync("ann@example.test", "secret", 0, default);
        var account = (await store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var inbox = (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, default))!.Id;
        await store.Mailboxes.CreateAsync(account, "Archive/2026", SpecialUse.None, default);
        var archive = (await store.Mailboxes.FindAsync(account, "Archive/2026", default))!.Id;
        foreach (int size in (int[])[900, 3_000, 8_000])
            await workload.AppendAsync(store, account, inbox, size);
        await workload.AcceptAsync(store, account, 1_500);
        await store.Messages.SetFlagsAsync(account, inbox, Uids(1, 2), new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, ["$Work"]), default);
        await store.Messages.CopyAsync(account, inbox, Uids(1, 2), archive, default);
        await store.Messages.MoveAsync(account, inbox, Uids(3), archive, default);
        await store.Mailboxes.SubscribeAsync(account, "Archive/2026", SubscriptionChange.Subscribe, default);
    }

    /// <summary>The folder of the store that was recorded.</summary>
    public string Data => Path.Combine(root.FullName, "data");

    public void Dispose()
    {
        disk.Dispose();
        root.Delete(recursive: true);
    }

    private async Task RunAsync(MailStore store, FakeTimeProvider clock)
    {
        await DoAsync(store, "open", Task.CompletedTask);
        await DoAsync(store, "domain", store.Directory.AddDomainAsync("example.test", null, default));
        await DoAsync(store, "account", store.Directory.AddAccountAsync("ann@example.test", "secret", 0, default));
        var account = (await store.Directory.FindAccountAsync("ann@example.test", default))!.Id;
        var inbox = (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, default))!.Id;
        await DoAsync(store, "create", store.Mailboxes.CreateAsync(account, "Archive/2026", SpecialUse.None, default));
        var archive = (await store.Mailboxes.FindAsync(account, "Archive/2026", default))!.Id;

        foreach (int size in (int[])[900, 30_000, 3_000, 700_000])
            await DoAsync(store, $"append {size}", AppendAsync(store, account, inbox, size));
        foreach (int size in (int[])[1_500, 90_000])
            await DoAsync(store, $"accept {size}", AcceptAsync(store, account, size));
        await DoAsync(store, "flags", store.Messages.SetFlagsAsync(account, inbox, Uids(1, 2, 3), new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, ["$Work"]), default));
        await DoAsync(store, "copy", store.Messages.CopyAsync(account, inbox, Uids(1, 2, 4), archive, default));
        await DoAsync(store, "move", store.Messages.MoveAsync(account, inbox, Uids(3, 5), archive, default));
        await SettleAsync(store);
        await DoAsync(store, "mark", store.Messages.SetFlagsAsync(account, inbox, Uids(1, 4, 6), new FlagChange(FlagChangeMode.Add, SystemFlags.Deleted, []), default));
        await DoAsync(store, "expunge", store.Messages.ExpungeAsync(account, inbox, Uids(1, 2, 4, 6), default));
        await DoAsync(store, "mark copy", store.Messages.SetFlagsAsync(account, archive, Uids(3), new FlagChange(FlagChangeMode.Add, SystemFlags.Deleted, []), default));
        await DoAsync(store, "expunge copy", store.Messages.ExpungeAsync(account, archive, Uids(3), default));
        clock.Advance(TimeSpan.FromDays(3));
        await DoAsync(store, "sweep", store.Sweeper.SweepAsync(default));
        clock.Advance(TimeSpan.FromDays(3));
        await DoAsync(store, "sweep again", store.Sweeper.SweepAsync(default)); // compacts
        clock.Advance(TimeSpan.FromDays(3));
        await DoAsync(store, "sweep last", store.Sweeper.SweepAsync(default)); // removes what was compacted
        await DoAsync(store, "subscribe", store.Mailboxes.SubscribeAsync(account, "Archive/2026", SubscriptionChange.Subscribe, default));
        await DoAsync(store, "rename", store.Mailboxes.RenameAsync(account, "Archive/2026", "Old", default));
        await DoAsync(store, "last append", AppendAsync(store, account, inbox, 25_000));
    }

    private async Task DoAsync(MailStore store, string name, Task work)
    {
        await work;
        steps.Add(new Step(name, disk.Log.Count, await StoreSnapshot.TakeAsync(store)));
    }

    private async Task AppendAsync(MailStore store, AccountId account, MailboxId mailbox, int size)
    {
        var message = await DraftAsync(store, size);
        await store.Messages.AppendAsync(account, mailbox, message, new FlagChange(FlagChangeMode.Replace, SystemFlags.None, []), null, default);
    }

    private async Task AcceptAsync(MailStore store, AccountId account, int size)
    {
        var message = await DraftAsync(store, size);
        var queued = new QueueEntry("bob@example.test", "Received: by test\r\n"u8.ToArray(), new QueueEnvelope(), QueuePriority.Normal, DateTimeOffset.MaxValue,
            [new QueueRecipient("eve@other.test", "other.test"), new QueueRecipient("ida@other.test", "other.test")]);
        await store.Acceptance.AcceptAsync(message, new AcceptPlan($"id{size}", [new LocalDelivery(account, null, "Delivered-To: ann\r\n"u8.ToArray())], queued), default);
    }

    /// <summary>One recipient is delivered, one put off.</summary>
    private async Task SettleAsync(MailStore store)
    {
        var leased = await store.Queue.LeaseAsync(2, TimeSpan.FromMinutes(5), [], default);
        await DoAsync(store, "lease", Task.CompletedTask);
        await DoAsync(store, "settle", store.Queue.SettleAsync(
            [new RecipientOutcome(leased[0].Id, leased[0].Lease, null, "250 ok"), new RecipientOutcome(leased[1].Id, leased[1].Lease, DateTimeOffset.MaxValue, "450 later")], [], default));
    }

    private async Task<StoredMessage> DraftAsync(MailStore store, int size)
    {
        byte[] octets = new byte[size];
        random.NextBytes(octets);
        Encoding.ASCII.GetBytes($"Subject: {size} octets\r\n\r\n").CopyTo(octets, 0);
        await using var draft = store.Bodies.NewDraft();
        draft.Write(octets);
        await draft.FlushAsync(default);
        return await draft.CompleteAsync(default);
    }

    private static Uid[] Uids(params uint[] uids) => [.. uids.Select(uid => new Uid(uid))];

    /// <summary>One thing done and acknowledged.</summary>
    /// <param name="Calls">The disk had seen when it was.</param>
    /// <param name="Snapshot">Of the store then.</param>
    internal sealed record Step(string Name, int Calls, string Snapshot);
}
