using System.Diagnostics.Metrics;
using Aether.Storage.Reports;

namespace Aether.Queue.Reports;

/// <summary>Counts reports, those that went out and those that came in.</summary>
public sealed class ReportMetrics
{
    private const string MeterName = "Aether.Queue";
    private readonly Counter<long> sent;
    private readonly Counter<long> received;

    /// <param name="reports">What is kept for them; null: nobody asks what was dropped.</param>
    public ReportMetrics(IMeterFactory meters, ReportStore? reports = null)
    {
        var meter = meters.Create(MeterName);
        sent = meter.CreateCounter<long>("aether.queue.reports.sent", "{report}", "Reports to other domains, by kind and what became of them.");
        received = meter.CreateCounter<long>("aether.queue.reports.received", "{report}", "Reports of others about our domains, by kind and what became of them.");
        if (reports is not null)
            meter.CreateObservableCounter("aether.queue.reports.dropped", () => reports.Dropped, "{observation}", "What would have been reported to others, and found no room.");
    }

    /// <param name="outcome">sent, unwanted, putoff, givenup, or limited: an address has had enough of them for now.</param>
    internal void Sent(ReportKind kind, string outcome) => sent.Add(1, Kind(kind), new("outcome", outcome));

    /// <param name="kind">Null: it could not be read.</param>
    /// <param name="outcome">kept, known, foreign or unreadable.</param>
    internal void Received(ReportKind? kind, string outcome) => received.Add(1, Kind(kind), new("outcome", outcome));

    /// <summary>As it stands in metrics, answers and the ids of reports.</summary>
    public static string NameOf(ReportKind? kind) => kind switch { ReportKind.Dmarc => "dmarc", ReportKind.Tls => "tls", ReportKind.Failure => "failure", _ => "unknown" };

    private static KeyValuePair<string, object?> Kind(ReportKind? kind) => new("kind", NameOf(kind));
}
