using System.Security.Cryptography;
using System.Text.Json;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;
using Aether.Validation.Failures;
using Aether.Validation.Reports;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Reports;

/// <summary>Makes of an attachment what is stored of a report; which kind it is shows in how it begins.</summary>
internal static class ReportReading
{
    /// <returns>The report, or why there is none.</returns>
    public static (ReceivedReport? Report, IReadOnlyList<ReportSource> Sources, string Problem) Read(byte[] content, ReportOptions options)
    {
        try
        {
            using var stream = PackedReport.Open(content, options.DmarcLimits.Octets);
            if (stream is null)
                return (null, [], "it can't be unpacked");
            byte[] start = new byte[512];
            int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            using var whole = new RejoinedStream(start.AsMemory(0, length), stream);
            return start.AsSpan(0, length).TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, (byte)' ', (byte)'\r', (byte)'\n', (byte)'\t']) switch
            {
                [(byte)'{', ..] => ReadTls(whole, options),
                [(byte)'<', ..] => ReadDmarc(whole, options),
                _ => (null, [], "it is neither XML nor JSON"),
            };
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException)
        {
            return (null, [], malformed.Message);
        }
    }

    /// <summary>A report of a message that failed. RFC 9991.</summary>
    /// <param name="feedback">Its part for machines.</param>
    /// <param name="returned">What it has of the message.</param>
    /// <param name="id">Its Message-ID; null: it has none.</param>
    public static (ReceivedReport? Report, ReportSource? Source, string Problem) ReadFailure(byte[] feedback, byte[] returned, string? id)
    {
        var (report, problem) = FailureReportReader.Read(feedback, returned);
        if (report is null)
            return (null, null, problem);
        string content = JsonSerializer.Serialize(report.Summary, FailureJson.Default.FailureSummary);
        string name = id is { Length: > 0 } ? ForeignText.Clean(id) : Convert.ToHexStringLower(SHA256.HashData(feedback));
        var arrival = report.Summary.Arrival ?? default;
        return (new ReceivedReport(0, ReportKind.Failure, report.Domain, report.Reporter, name, arrival, arrival, default, "", report.Source.Passed, report.Source.Count - report.Source.Passed, content), report.Source, "");
    }

    private static (ReceivedReport? Report, IReadOnlyList<ReportSource> Sources, string Problem) ReadDmarc(Stream xml, ReportOptions options)
    {
        var (report, problem) = DmarcReportReader.Read(xml, options.DmarcLimits);
        if (report is null)
            return (null, [], problem);
        string content = JsonSerializer.Serialize(report.Summary, DmarcJson.Default.DmarcReportSummary);
        var head = report.Head;
        return (new ReceivedReport(0, ReportKind.Dmarc, report.Summary.Policy.Domain, head.Organization, head.ReportId, head.Begin, head.End, default, "", report.Passed, report.Messages - report.Passed, content), report.Sources, "");
    }

    private static (ReceivedReport? Report, IReadOnlyList<ReportSource> Sources, string Problem) ReadTls(Stream json, ReportOptions options)
    {
        using var octets = new MemoryStream();
        using var bounded = new BoundedStream(json, options.MaxTlsReport);
        bounded.CopyTo(octets);
        if (TlsReportReader.Read(octets.ToArray()) is not { } report)
            return (null, [], "it is no report of this kind");
        string domain = report.Policies.FirstOrDefault(policy => policy.Type != "tlsa")?.Domain ?? report.Policies[0].Domain;
        string content = JsonSerializer.Serialize(report, TlsJson.Default.TlsReport);
        return (new ReceivedReport(0, ReportKind.Tls, domain, report.Organization, report.ReportId, report.Begin, report.End, default, "", report.Succeeded, report.Failed, content), [], "");
    }
}
