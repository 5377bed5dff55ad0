using System.Diagnostics;
using System.Globalization;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Benchmarks;

/// <summary>
/// How the queue does with what waits in it: the cost to put a message in and to take one out while 1 k to 1 M wait, the time from
/// opening the store to the first lease, urgent mail beside a great deal of bulk, one mailing beside another account's mail, memory.
/// </summary>
internal sealed class QueueFigures : IAsyncDisposable
{
    private const int Senders = 20;
    private const int Lease = 100;
    private const int Taken = 2_000;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string folder = Directory.CreateTempSubdirectory("aether-queue-figures-").FullName;
    private readonly byte[] mail = SampleMail.Make(2_048);
    private MailStore store;
    private int queued;

    private QueueFigures() => store = Open();

    /// <param name="most">Messages of the fullest queue.</param>
    public static async Task RunAsync(int most)
    {
        await using (var figures = new QueueFigures())
        {
            Console.WriteLine("waiting    enqueue/s   dequeue/s   enqueue µs (1 sender)   open to first lease   memory");
            for (int size = 1_000; size <= most; size *= 10)
                await figures.MeasureAsync(size);
        }

        int low = Math.Min(most, 100_000);
        double empty = await ClassesAsync(0, 1_000, "1,000 high alone");
        double beside = await ClassesAsync(low, 1_000, string.Create(CultureInfo.InvariantCulture, $"1,000 high beside {low:N0} low"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"high p95 beside low: {beside / empty:0.00} of an empty queue's"));
        await MailingAsync(Math.Min(most, 50_000));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private MailStore Open() => MailStore.Open(new StoreOptions(folder), MimeLimits.Default, TimeProvider.System, NullLogger.Instance);

    private async Task MeasureAsync(int size)
    {
        double rate = await FillAsync(size, QueuePriority.Normal);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 100; i++)
            await EnqueueAsync(QueuePriority.Normal, 1);
        double one = Stopwatch.GetElapsedTime(start).TotalMicroseconds / 100;

        await store.DisposeAsync();
        start = Stopwatch.GetTimestamp();
        store = Open();
        var first = await store.Queue.LeaseAsync(1, TimeSpan.FromHours(1), [], None);
        var opened = Stopwatch.GetElapsedTime(start);
        await SettleAsync(first);

        start = Stopwatch.GetTimestamp();
        int done = 0;
        while (done < Math.Min(Taken, size / 2))
        {
            var leased = await store.Queue.LeaseAsync(Lease, TimeSpan.FromHours(1), [], None);
            await SettleAsync(leased);
            done += leased.Count;
        }

        double taken = done / Stopwatch.GetElapsedTime(start).TotalSeconds;
        queued -= done + 1;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,9:N0} {rate,11:N0} {taken,11:N0} {one,23:N0} {opened.TotalMilliseconds,18:N0} ms {process.WorkingSet64 >> 20,5} MiB"));
    }

    /// <summary>Due all at once: how long urgent ones wait for their lease, and what share of all that is taken meanwhile is low.</summary>
    /// <returns>The 95th percentile of the urgent ones, in milliseconds.</returns>
    private static async Task<double> ClassesAsync(int low, int high, string what)
    {
        await using var figures = new QueueFigures();
        await figures.FillAsync(low, QueuePriority.Low);
        for (int i = 0; i < high; i++)
            await figures.EnqueueAsync(QueuePriority.High, 1);
        var waits = new List<double>();
        int lowTaken = 0;
        long start = Stopwatch.GetTimestamp();
        while (waits.Count < high)
        {
            var leased = await figures.store.Queue.LeaseAsync(Lease, TimeSpan.FromHours(1), [], None);
            foreach (var recipient in leased)
            {
                if (recipient.Recipient.Domain.StartsWith("high", StringComparison.Ordinal))
                    waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                else
                    lowTaken++;
            }

            await figures.SettleAsync(leased);
        }

        waits.Sort();
        double p95 = waits[waits.Count * 95 / 100];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: high p95 {p95:N0} ms, low {100.0 * lowTaken / (lowTaken + high):0.0} % of what was taken"));
        return p95;
    }

    /// <summary>One mail to many recipients, and behind it one of another account: how long that waits for its lease while the mailing is worked off.</summary>
    private static async Task MailingAsync(int recipients)
    {
        await using var figures = new QueueFigures();
        long start = Stopwatch.GetTimestamp();
        await figures.EnqueueAsync(QueuePriority.Low, recipients); // what names so many counts as low
        var took = Stopwatch.GetElapsedTime(start);
        await figures.EnqueueAsync(QueuePriority.Normal, 1);
        start = Stopwatch.GetTimestamp();
        while (true)
        {
            var leased = await figures.store.Queue.LeaseAsync(Lease, TimeSpan.FromHours(1), [], None);
            var waited = Stopwatch.GetElapsedTime(start);
            await figures.SettleAsync(leased);
            if (leased.Any(recipient => recipient.Recipient.Domain.StartsWith("normal", StringComparison.Ordinal)))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a mail to {recipients:N0}: accepted in {took.TotalMilliseconds:N0} ms; another account's mail behind it leased after {waited.TotalMilliseconds:N0} ms"));
                return;
            }
        }
    }

    /// <returns>Messages a second.</returns>
    private async Task<double> FillAsync(int size, QueuePriority priority)
    {
        int before = queued;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref queued) <= size)
                await EnqueueAsync(priority, 1);
        })));
        queued = Math.Max(size, before);
        return Math.Max(0, size - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task EnqueueAsync(QueuePriority priority, int recipients)
    {
        await using var draft = store.Bodies.NewDraft();
        draft.Write(mail);
        var message = await draft.CompleteAsync(None);
        string kind = priority.ToString().ToLowerInvariant();
        QueueRecipient[] to = [.. Enumerable.Range(0, recipients).Select(i => new QueueRecipient($"u{i}@{kind}{i % 997}.example.test", $"{kind}{(recipients == 1 ? Random.Shared.Next(997) : i % 997)}.example.test"))];
        var entry = new QueueEntry("ann@example.test", default, new QueueEnvelope(), priority, TimeProvider.System.GetUtcNow().AddDays(5), to);
        await store.Acceptance.AcceptAsync(message, new AcceptPlan(Guid.CreateVersion7().ToString("n"), [], entry), None);
    }

    /// <summary>Message by message, side by side, as deliveries end.</summary>
    private async Task SettleAsync(IReadOnlyList<LeasedRecipient> leased) => await Task.WhenAll(leased.GroupBy(recipient => recipient.Message).Select(block =>
        store.Queue.SettleAsync([.. block.Select(recipient => new RecipientOutcome(recipient.Id, recipient.Lease, null, "250 OK"))], [], None)));
}
