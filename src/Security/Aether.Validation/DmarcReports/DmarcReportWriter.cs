using System.Globalization;
using System.Text;
using System.Xml;

namespace Aether.Validation.DmarcReports;

/// <summary>Writes a report as XML: RFC 9990 §3.1, which readers of RFC 7489 Appendix C understand.</summary>
public static class DmarcReportWriter
{
    public const string Namespace = "urn:ietf:params:xml:ns:dmarc-2.0";
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = true };

    /// <param name="records">What was seen, and how often; all under one policy.</param>
    /// <param name="lost">Messages that there was no room for.</param>
    public static byte[] Write(DmarcReportHead head, DmarcPublished policy, IEnumerable<(DmarcDetail Detail, long Count)> records, long lost)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, Settings))
        {
            xml.WriteStartElement("feedback", Namespace);
            Text(xml, "version", "1.0");
            WriteHead(xml, head, lost);
            WritePolicy(xml, policy);
            foreach (var (detail, count) in records)
                WriteRecord(xml, detail, count);
            xml.WriteEndElement();
        }

        return output.ToArray();
    }

    private static void WriteHead(XmlWriter xml, DmarcReportHead head, long lost)
    {
        xml.WriteStartElement("report_metadata", Namespace);
        Text(xml, "org_name", head.Organization);
        Text(xml, "email", head.Email);
        Text(xml, "report_id", head.ReportId);
        xml.WriteStartElement("date_range", Namespace);
        Text(xml, "begin", Number(head.Begin.ToUnixTimeSeconds()));
        Text(xml, "end", Number(head.End.ToUnixTimeSeconds()));
        xml.WriteEndElement();
        if (lost > 0)
            Text(xml, "error", string.Create(CultureInfo.InvariantCulture, $"{lost} more messages of many other kinds are not in this report"));
        Text(xml, "generator", "Aether Mailer");
        xml.WriteEndElement();
    }

    private static void WritePolicy(XmlWriter xml, DmarcPublished policy)
    {
        xml.WriteStartElement("policy_published", Namespace);
        Text(xml, "domain", policy.Domain);
        Text(xml, "discovery_method", policy.Method);
        Text(xml, "p", policy.Policy);
        Text(xml, "sp", policy.Subdomains);
        Text(xml, "np", policy.Missing);
        Text(xml, "adkim", policy.Dkim);
        Text(xml, "aspf", policy.Spf);
        Text(xml, "testing", policy.Test);
        xml.WriteEndElement();
    }

    private static void WriteRecord(XmlWriter xml, DmarcDetail detail, long count)
    {
        xml.WriteStartElement("record", Namespace);
        xml.WriteStartElement("row", Namespace);
        Text(xml, "source_ip", detail.Source);
        Text(xml, "count", Number(count));
        xml.WriteStartElement("policy_evaluated", Namespace);
        Text(xml, "disposition", detail.Disposition);
        Text(xml, "dkim", detail.IsDkimAligned ? "pass" : "fail");
        Text(xml, "spf", detail.IsSpfAligned ? "pass" : "fail");
        if (detail.Override.Length > 0)
        {
            xml.WriteStartElement("reason", Namespace);
            Text(xml, "type", detail.Override);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("identifiers", Namespace);
        Text(xml, "header_from", detail.Author);
        Text(xml, "envelope_from", detail.Envelope);
        xml.WriteEndElement();
        WriteResults(xml, detail);
        xml.WriteEndElement();
    }

    private static void WriteResults(XmlWriter xml, DmarcDetail detail)
    {
        xml.WriteStartElement("auth_results", Namespace);
        foreach (var signature in detail.Signatures)
        {
            xml.WriteStartElement("dkim", Namespace);
            Text(xml, "domain", signature.Domain);
            Text(xml, "selector", signature.Selector);
            Text(xml, "result", signature.Result);
            xml.WriteEndElement();
        }

        if (detail.Spf.Length > 0 && detail.SpfDomain.Length > 0)
        {
            xml.WriteStartElement("spf", Namespace);
            Text(xml, "domain", detail.SpfDomain);
            Text(xml, "scope", "mfrom");
            Text(xml, "result", detail.Spf);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // XML has no way to write most control characters: they become question marks.
    private static void Text(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(name, Namespace, value.All(XmlConvert.IsXmlChar) ? value : string.Concat(value.Select(c => XmlConvert.IsXmlChar(c) ? c : '?')));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
