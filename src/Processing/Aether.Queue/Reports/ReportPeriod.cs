using System.Globalization;
using Aether.Storage.Reports;

namespace Aether.Queue.Reports;

/// <summary>The time that a report is about: a day in UTC, or what has passed of it; of failures some minutes. RFC 8460 §4.1, RFC 9990 §3.1.1.4.</summary>
internal sealed record ReportPeriod(DateTimeOffset Begin, DateTimeOffset End)
{
    public string Text => $"from {Begin.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {End.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";

    public static ReportPeriod Of(DueReport due, DateTimeOffset now)
    {
        var end = ReportTally.StartOf(due.Kind, due.Day + 1).AddSeconds(-1);
        return new ReportPeriod(ReportTally.StartOf(due.Kind, due.Day), now < end ? now : end);
    }

    /// <summary>Of one report the same each time it is made, so that receivers know one that comes twice. RFC 9990 §3.5.1.</summary>
    public string IdOf(DueReport due, string from, int part = 0) => string.Create(
        CultureInfo.InvariantCulture, $"{Begin.UtcDateTime:yyyyMMdd}.{due.Id}.{part}.{ReportMetrics.NameOf(due.Kind)}@{from[(from.LastIndexOf('@') + 1)..]}");
}
