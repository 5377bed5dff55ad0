using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Benchmarks;

/// <summary>
/// How the store does with what grows: the time of everyday calls in mailboxes from a thousand to a million messages, a
/// backup under full load, and the search index behind it. Prints medians of seven; only their ratios say much.
/// </summary>
internal sealed class StoreFigures : IAsyncDisposable
{
    private const int Senders = 20;
    private const int Repeats = 7;
    private const int Window = 50;
    private const int ManyFlags = 10_000;

    private readonly string folder;
    private readonly bool keeps;
    private readonly byte[] mail = SampleMail.Make(2_048);
    private MailStore store;
    private AccountId account;
    private Mailbox inbox = null!;
    private int delivered;
    private double slowest;

    private StoreFigures(string? kept)
    {
        keeps = kept is not null;
        folder = kept ?? Directory.CreateTempSubdirectory("aether-figures-").FullName;
        store = Open();
    }

    /// <param name="most">Messages of the largest mailbox.</param>
    /// <param name="kept">An empty folder where the store stays for a server to serve; null: it goes.</param>
    public static async Task RunAsync(int most, string? kept)
    {
        await using var figures = new StoreFigures(kept);
        await figures.PrepareAsync();
        for (int size = 1_000; size <= most; size *= 10)
        {
            double rate = await figures.FillAsync(size);
            await figures.ReopenAsync();
            await figures.MeasureAsync(size, rate);
        }
        await figures.IndexAsync();
        await figures.BackupAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        if (!keeps)
            Directory.Delete(folder, recursive: true);
    }

    private MailStore Open() => MailStore.Open(new StoreOptions(folder), MimeLimits.Default, TimeProvider.System, NullLogger.Instance);

    private async Task PrepareAsync()
    {
        await store.Directory.AddDomainAsync("example.test", null, CancellationToken.None);
        await store.Directory.AddAccountAsync("ann@example.test", "x", 0, CancellationToken.None);
        account = (await store.Directory.FindAccountAsync("ann@example.test", CancellationToken.None))!.Id;
        inbox = (await store.Mailboxes.FindAsync(account, Mailbox.Inbox, CancellationToken.None))!;
    }

    private async Task ReopenAsync()
    {
        await store.DisposeAsync();
        store = Open();
    }

    /// <returns>Deliveries a second.</returns>
    private async Task<double> FillAsync(int size)
    {
        long start = Stopwatch.GetTimestamp();
        int before = delivered;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref delivered) <= size)
                await DeliverAsync();
        })));
        delivered = size;
        return (size - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task DeliverAsync()
    {
        await using var draft = store.Bodies.NewDraft();
        draft.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Message-ID: <{Guid.NewGuid():N}@remote.test>\r\n")));
        draft.Write(mail);
        // Half of it does not get smaller, as in mail with attachments.
        draft.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(1_500), Base64FormattingOptions.InsertLineBreaks)));
        var message = await draft.CompleteAsync(CancellationToken.None);
        long start = Stopwatch.GetTimestamp();
        await store.Acceptance.AcceptAsync(message, new AcceptPlan("m", [new LocalDelivery(account, null, ReadOnlyMemory<byte>.Empty)], null), CancellationToken.None);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (took > slowest)
            slowest = took;
    }

    private async Task MeasureAsync(int size, double rate)
    {
        var (_, first) = await OpenInboxAsync();
        await ReopenAsync();
        var (opened, started) = await OpenInboxAsync();
        var rows = await store.Messages.ListAsync(account, inbox.Id, CancellationToken.None);
        double list = await MedianAsync(async _ => await store.Messages.ListAsync(account, inbox.Id, CancellationToken.None));
        double again = await MedianAsync(async _ => await store.Messages.OpenAsync(account, inbox.Id, CancellationToken.None));
        GC.KeepAlive(opened);
        double kept = await MedianAsync(async _ =>
        {
            await FlagAsync([rows[size / 2].Uid], Random.Shared.Next(2));
            opened = (await OpenInboxAsync()).Opened;
        });
        double window = await MedianAsync(async _ => await store.Messages.ReadEmailsAsync(account, Enumerable.Range(Math.Max(0, rows.Count - Window), Math.Min(Window, rows.Count)).Select(at => rows[at].Email).ToArray(), CancellationToken.None));
        double one = await MedianAsync(async i => await FlagAsync([rows[^1].Uid], i));
        Uid[] many = [.. rows.TakeLast(ManyFlags).Select(row => row.Uid)];
        double flags = await MedianAsync(async i => await FlagAsync(many, i));
        double append = await MedianAsync(async _ => await DeliverAsync());
        Print($"{size,9:N0} messages: filled at {rate:N0}/s; open {first:N1} ms, after a start {started:N1} ms, with others {again:N2} ms, after a change {kept:N2} ms, list {list:N1} ms, window {window:N2} ms, flag 1 {one:N2} ms, flag {many.Length:N0} {flags:N1} ms, append {append:N2} ms; {opened.Rows.Count:N0} rows, {RssMiB():N0} MiB resident");
    }

    private async Task<(MailboxRows Opened, double Milliseconds)> OpenInboxAsync()
    {
        long start = Stopwatch.GetTimestamp();
        var opened = (await store.Messages.OpenAsync(account, inbox.Id, CancellationToken.None))!;
        return (opened, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private Task<FlagResult> FlagAsync(IReadOnlyList<Uid> uids, int i) => store.Messages.SetFlagsAsync(
        account, inbox.Id, uids, new FlagChange(i % 2 == 0 ? FlagChangeMode.Add : FlagChangeMode.Remove, SystemFlags.Flagged, []), CancellationToken.None);

    private async Task IndexAsync()
    {
        long before = store.Search.Indexer.Indexed, start = Stopwatch.GetTimestamp();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await store.Search.Indexer.CatchUpAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // Twenty seconds say enough.
        }
        Print($"index alone: {(store.Search.Indexer.Indexed - before) / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} messages/s");
    }

    private async Task BackupAsync()
    {
        using var over = new CancellationTokenSource();
        int count = 0;
        var load = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await DeliverAsync();
                Interlocked.Increment(ref count);
            }
        })).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(5));
        slowest = 0;
        int before = count;
        await Task.Delay(TimeSpan.FromSeconds(10));
        Print($"load alone: {(count - before) / 10:N0}/s, slowest commit {slowest:N0} ms");
        (slowest, before) = (0, count);
        string path = Path.Combine(folder, "backup");
        long start = Stopwatch.GetTimestamp();
        await store.Backup.WriteAsync(path, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"under a backup of {new FileInfo(path).Length >> 20:N0} MiB in {seconds:N0} s: {(count - before) / seconds:N0}/s, slowest commit {slowest:N0} ms");
        await over.CancelAsync();
        await Task.WhenAll(load);
    }

    private static async Task<double> MedianAsync(Func<int, Task> call)
    {
        var times = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await call(i);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        return times[Repeats / 2];
    }

    private static long RssMiB()
    {
        GC.Collect();
        return Environment.WorkingSet >> 20;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
