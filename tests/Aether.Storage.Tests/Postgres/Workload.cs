using System.Collections.Concurrent;
using Aether.Storage.Accounts;

namespace Aether.Storage.Tests.Postgres;

/// <summary>Appends messages on several accounts at once and keeps a ledger of what was acknowledged, until it is told to end.</summary>
internal sealed class Workload
{
    private readonly PostgresNode node;
    private readonly (Account Account, MailboxId Inbox)[] targets;
    private readonly ConcurrentDictionary<int, int> acknowledged = new();
    private readonly ConcurrentDictionary<int, int> refused = new();
    private readonly Task[] running;
    private volatile bool ending;
    private int last;
    private int count;

    private Workload(PostgresNode node, (Account Account, MailboxId Inbox)[] targets)
    {
        this.node = node;
        this.targets = targets;
        running = [.. Enumerable.Range(0, targets.Length * 2).Select(i => Task.Run(() => RunAsync(i % targets.Length)))];
    }

    /// <summary>How many messages were acknowledged so far.</summary>
    public int Acknowledged => Volatile.Read(ref count);

    public int Refused => refused.Count;

    public static async Task<Workload> StartAsync(PostgresNode node, int accounts)
    {
        var targets = new (Account Account, MailboxId Inbox)[accounts];
        for (int i = 0; i < accounts; i++)
        {
            var account = await node.AddAccountAsync($"u{i}@example.test");
            targets[i] = (account, await node.InboxAsync(account.Id));
        }
        return new Workload(node, targets);
    }

    /// <summary>Ends, and compares: what was acknowledged is there once, what was refused at most once, and nothing else is there.</summary>
    public async Task EndAndCompareAsync()
    {
        ending = true;
        await Task.WhenAll(running);
        for (int i = 0; i < targets.Length; i++)
        {
            var there = await node.SubjectsAsync(targets[i].Account.Id, targets[i].Inbox);
            Assert.Equal(there.Count, there.Distinct().Count());
            Assert.Empty(acknowledged.Where(entry => entry.Value == i).Select(entry => entry.Key).Except(there));
            Assert.All(there, subject => Assert.Contains(i, new[] { acknowledged.GetValueOrDefault(subject, -1), refused.GetValueOrDefault(subject, -1) }));
            var counters = (await node.Store.Mailboxes.CountAsync(targets[i].Account.Id, targets[i].Inbox, default))!.Value;
            Assert.Equal(there.Count, counters.Messages);
        }
    }

    private async Task RunAsync(int target)
    {
        while (!ending)
        {
            int subject = Interlocked.Increment(ref last);
            try
            {
                await node.AppendAsync(targets[target].Account.Id, targets[target].Inbox, subject);
                acknowledged[subject] = target;
                Interlocked.Increment(ref count);
            }
            catch (StoreUnavailableException)
            {
                refused[subject] = target;
            }
        }
    }
}
