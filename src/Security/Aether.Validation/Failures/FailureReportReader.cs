using System.Globalization;
using System.Text;
using Aether.Mime.Text;
using Aether.Storage.Reports;
using Aether.Validation.Messages;
using Aether.Validation.Reports;

namespace Aether.Validation.Failures;

/// <summary>
/// Reads a report of a failure that a stranger wrote: fields in any order, each looked at once, cleaned and cut; of the message only what tells it from others. Its octets are bounded by who
/// hands them over. RFC 5965 §3, RFC 6591 §3, RFC 9991 §4 (case D07).
/// </summary>
public static class FailureReportReader
{
    private const long MaxIncidents = 1_000_000_000;
    private const int MaxRecipients = 10;

    /// <param name="feedback">The part of the report that machines read.</param>
    /// <param name="returned">The message that it is about, or the beginning of that; may be empty.</param>
    /// <returns>The report, or why there is none.</returns>
    public static (FailureReport? Report, string Problem) Read(ReadOnlyMemory<byte> feedback, ReadOnlyMemory<byte> returned)
    {
        var fields = new HeaderBlock(Trimmed(feedback));
        var original = new HeaderBlock(Trimmed(returned));
        string type = Of(fields, "Feedback-Type").ToLowerInvariant();
        if (type != "auth-failure")
            return (null, type.Length == 0 ? "it does not say what it is about" : "it is a report of another kind");
        string author = DomainIn(Of(original, "From"));
        string domain = ForeignText.Name(Of(fields, "Reported-Domain")) is { Length: > 0 } reported ? reported : author;
        if (domain.Length == 0)
            return (null, "it does not say what it is about");
        long incidents = long.TryParse(Of(fields, "Incidents"), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? Math.Clamp(count, 1, MaxIncidents) : 1;
        string alignment = Of(fields, "Identity-Alignment").ToLowerInvariant();
        long spf = IsAligned(alignment, "spf") ? incidents : 0;
        long dkim = IsAligned(alignment, "dkim") ? incidents : 0;
        string source = ForeignText.Name(Of(fields, "Source-IP"));
        var summary = new FailureSummary(
            Of(fields, "User-Agent"),
            Of(fields, "Auth-Failure").ToLowerInvariant(),
            alignment,
            Of(fields, "Delivery-Result").ToLowerInvariant(),
            Of(fields, "Authentication-Results"),
            source,
            MessageDate.TryParse(Encoding.ASCII.GetBytes(Of(fields, "Arrival-Date")), out var arrival) ? arrival : null,
            Of(fields, "Original-Mail-From"),
            [.. fields.Find("Original-Rcpt-To").Take(MaxRecipients).Select(index => Clean(fields.Fields[index].Text))],
            Of(fields, "Original-Envelope-Id"),
            ForeignText.Name(Of(fields, "DKIM-Domain")),
            Of(fields, "DKIM-Identity"),
            Of(fields, "DKIM-Selector"),
            Of(fields, "SPF-DNS"),
            Of(original, "From"),
            Of(original, "Subject"),
            Of(original, "Date"),
            Of(original, "Message-ID"));
        return (new FailureReport(
            domain,
            ReporterOf(Of(fields, "Reporting-MTA")),
            summary,
            new ReportSource(source, author.Length > 0 ? author : domain, DomainIn(summary.MailFrom), summary.DkimDomain, incidents, spf, dkim, Math.Max(spf, dkim))), "");
    }

    // Some begin with an empty line, which would end it.
    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> part) => part[(part.Length - part.Span.TrimStart("\r\n \t"u8).Length)..];

    // RFC 9991 §4: named is what failed; who says nothing says nothing good.
    private static bool IsAligned(string alignment, string method) => alignment.Length > 0 && !alignment.Split(',').Select(word => word.Trim()).Contains(method);

    // RFC 3464 §2.2.2: dns; mail.example.org
    private static string ReporterOf(string text) => ForeignText.Name(text[(text.IndexOf(';', StringComparison.Ordinal) + 1)..]);

    private static string DomainIn(string address)
    {
        string domain = address[(address.LastIndexOf('@') + 1)..];
        int end = domain.AsSpan().IndexOfAny('>', ' ', ',');
        return address.Contains('@', StringComparison.Ordinal) ? ForeignText.Name(end < 0 ? domain : domain[..end]) : "";
    }

    private static string Of(HeaderBlock block, string name) => block.Find(name) is [var first, ..] ? Clean(block.Fields[first].Text) : "";

    private static string Clean(string text) => ForeignText.Clean(string.Join(' ', text.Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries)));
}
