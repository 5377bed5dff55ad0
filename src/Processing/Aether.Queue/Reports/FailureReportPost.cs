using System.Globalization;
using Aether.Dns.Resolving;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Limits;
using Aether.Storage.Reports;
using Aether.Storage.Tracing;
using Aether.Validation.DmarcReports;
using Aether.Validation.Failures;

namespace Aether.Queue.Reports;

/// <summary>
/// Tells a domain of messages in its name that failed: one letter for each kind of failure, with its count, and no more than an address can bear. RFC 9991 §2, §8.1.
/// </summary>
internal sealed class FailureReportPost(MailStore store, ReportPost post, DmarcDestinations destinations, IDnsResolver dns, ReportOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>By address, of all domains together and on all nodes: somebody may be named by many.</summary>
    private readonly RateWindow rates = new("failure-reports", TimeSpan.FromHours(1), store.Counts, clock);

    /// <summary>Who counts; null: nobody.</summary>
    public ReportMetrics? Metrics { get; init; }

    public async Task<ReportOutcome> SendAsync(DueReport due, ReportPeriod period, string from, CancellationToken ct)
    {
        if (await destinations.FindFailureAsync(due.Domain, ct) is not { } places)
            return ReportOutcome.PutOff;
        if (places.Count == 0)
            return ReportOutcome.Unwanted;
        int part = 0;
        int sent = 0;
        foreach (var (detail, count) in (await store.Reports.ListTalliesAsync(due, ct)).Select(tally => (FailureDetail.Parse(tally.Detail), tally.Count)))
        {
            if (detail is null)
                continue;
            string id = period.IdOf(due, from, part++);
            string[] addresses = [.. places.Select(place => place.Address).Where(HasRoom)];
            if (addresses.Length < places.Count)
                Metrics?.Sent(ReportKind.Failure, "limited");
            if (addresses.Length == 0)
                continue;
            string fields = FailureReportWriter.Write(detail, options.Hostname, count, await FindSpfAsync(detail, ct));
            int queued = await post.SendAsync(Letter(detail, count, due.Lost, id, fields), from, addresses, ct);
            if (queued == 0)
                continue; // none of the places is an address
            sent++;
            foreach (string address in addresses)
                rates.Add(Key(address), 1);
            store.Traces.Note(new TraceEvent(
                detail.MessageId, clock.GetUtcNow(), TraceKind.Reported, detail.Sender, string.Join(", ", addresses), string.Create(CultureInfo.InvariantCulture, $"failure report {id} on {count} message(s) like it: {detail.Cause}")));
        }

        return sent > 0 ? ReportOutcome.Sent : ReportOutcome.Unwanted;
    }

    public void Dispose() => rates.Dispose();

    private bool HasRoom(string address) => rates.Of(Key(address)) < options.FailuresPerHour;

    private static string Key(string address) => address.ToLowerInvariant().Replace(' ', '_');

    // RFC 9991 §4: the record is told where SPF failed. Asked for now, as nobody waits any more; what can't be had is left out.
    private async ValueTask<string?> FindSpfAsync(FailureDetail detail, CancellationToken ct) =>
        detail.SpfDomain.Length == 0 ? null : (await dns.ResolveTextAsync(detail.SpfDomain, ct)).Records.FirstOrDefault(text => text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase));

    // RFC 5965 §2 would have the subject of the message: a stranger's words stand in no field that we sign.
    private static ReportLetter Letter(FailureDetail detail, long count, long lost, string id, string fields) => new(
        $"DMARC failure report for {detail.Author}",
        id,
        "",
        "multipart/report; report-type=\"feedback-report\"",
        string.Create(CultureInfo.InvariantCulture, $"""
            This is an authentication failure report for {(count == 1 ? "a message" : $"{count} messages")} in the name of
            {detail.Author}, received from {detail.Source}{(count == 1 ? "" : ", the first")} at {detail.Arrival.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. RFC 9991.
            {(lost == 0 ? "" : $"{lost} other messages failed in other ways about that time.\n")}
            """).ReplaceLineEndings("\r\n"),
        new ReportPart($"Content-Type: {FailureReportWriter.MediaType}\r\n", fields),
        ReportPart.Text("text/rfc822-headers", detail.Header));
}
