using System.Globalization;
using System.Text;
using System.Xml;
using Aether.Validation.Reports;

namespace Aether.Validation.DmarcReports;

/// <summary>
/// Reads a report that a stranger wrote, record by record and without keeping any: no DTD, nothing fetched, bounded in octets, depth, tags, names
/// and records (case D07). The namespace is whatever the root has, so that both RFC 7489 Appendix C and RFC 9990 are understood; elements of another
/// are extensions, and passed over (RFC 9990 §5).
/// </summary>
public sealed class DmarcReportReader
{
    private const int MaxDepth = 8;
    private const int MaxErrors = 10;
    private const int MaxNames = 1_000;
    private readonly DmarcReportLimits limits;
    private readonly DmarcSourceSums sums;
    private readonly Dictionary<string, string> head = new(StringComparer.Ordinal);
    private readonly List<string> errors = [];
    private readonly char[] piece = new char[2 * ForeignText.MaxLength];
    private DmarcRecordFields record = new();
    private int records;

    private DmarcReportReader(DmarcReportLimits limits) => (this.limits, sums) = (limits, new DmarcSourceSums(limits.Sources));

    /// <returns>The report, or why there is none.</returns>
    public static (DmarcReport? Report, string Problem) Read(Stream xml, DmarcReportLimits limits)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = limits.Octets + 1L,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
            NameTable = new BoundedNames(MaxNames),
        };
        try
        {
            // RFC 9990 §3.1: it is UTF-8, whatever it says of itself.
            using var text = new StreamReader(xml, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 4096, leaveOpen: true);
            using var reader = XmlReader.Create(new BoundedMarkup(text, limits.Markup), settings);
            return new DmarcReportReader(limits).Read(reader);
        }
        catch (Exception malformed) when (malformed is XmlException or InvalidDataException or IOException)
        {
            return (null, malformed is XmlException ? "it is no XML that can be read" : malformed.Message); // a stream that is bounded says so itself
        }
    }

    private (DmarcReport? Report, string Problem) Read(XmlReader xml)
    {
        var path = new List<string>(MaxDepth);
        string home = "";
        while (xml.Read())
        {
            if (xml.NodeType is XmlNodeType.Element)
            {
                if (path.Count >= MaxDepth)
                    return (null, "it is nested too deep");
                home = path.Count == 0 ? xml.NamespaceURI : home;
                path.Add(xml.NamespaceURI == home ? xml.LocalName : "");
                if (path.Count == 1 && xml.LocalName != "feedback")
                    return (null, "it is no report of this kind");
                if (path is ["feedback", "record"])
                    record = new DmarcRecordFields();
                if (xml.IsEmptyElement && Leave(path) is { } emptyProblem)
                    return (null, emptyProblem);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                Take(path, TextOf(xml));
            }
            else if (xml.NodeType is XmlNodeType.EndElement && Leave(path) is { } problem)
            {
                return (null, problem);
            }
        }

        return Finish();
    }

    /// <returns>Why nothing more is read, or null.</returns>
    private string? Leave(List<string> path)
    {
        if (path is ["feedback", "record", "auth_results", "dkim"])
            record.EndSignature();
        if (path is ["feedback", "record"])
        {
            if (++records > limits.Records)
                return "it has too many records";
            sums.Add(record);
        }

        path.RemoveAt(path.Count - 1);
        return null;
    }

    private void Take(List<string> path, string text)
    {
        switch (path)
        {
            case ["feedback", "report_metadata", "error"] when errors.Count < MaxErrors:
                errors.Add(text);
                break;
            case ["feedback", "report_metadata", "date_range", var name]:
                head[name] = text;
                break;
            case ["feedback", "report_metadata" or "policy_published", var name] when head.Count < 50:
                head[name] = text;
                break;
            case ["feedback", "record", .. var inner]:
                record.Take(inner, text);
                break;
        }
    }

    /// <summary>The beginning of a text, however long it is.</summary>
    private string TextOf(XmlReader xml) => ForeignText.Clean(new string(piece, 0, xml.ReadValueChunk(piece, 0, piece.Length)));

    private (DmarcReport? Report, string Problem) Finish()
    {
        if (Seconds("begin") is not { } begin || Seconds("end") is not { } end || Of("report_id") is not { Length: > 0 } id || Of("domain") is not { Length: > 0 } domain)
            return (null, "it does not say what it is about");
        var policy = new DmarcPublished(domain.ToLowerInvariant().TrimEnd('.'), Of("discovery_method"), Of("p"), Of("sp"), Of("np"), Of("adkim"), Of("aspf"), Of("testing"));
        var summary = new DmarcReportSummary(Of("email"), policy, sums.None, sums.Quarantined, sums.Rejected, sums.Passed, errors);
        return (new DmarcReport(new DmarcReportHead(Of("org_name"), Of("email"), id, begin, end), summary, sums.Sources), "");
    }

    private string Of(string name) => head.GetValueOrDefault(name, "");

    private DateTimeOffset? Seconds(string name) => long.TryParse(Of(name), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < 200_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
