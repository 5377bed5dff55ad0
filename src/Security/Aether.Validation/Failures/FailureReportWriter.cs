using System.Globalization;
using System.Text;

namespace Aether.Validation.Failures;

/// <summary>Writes the part of a report that machines read. RFC 5965 §3, RFC 6591 §3, RFC 9991 §4.</summary>
public static class FailureReportWriter
{
    public const string MediaType = "message/feedback-report";
    private const int MaxLine = 900;
    private const int MaxRecord = 500;

    /// <param name="reporter">Our name.</param>
    /// <param name="incidents">How many messages it stands for.</param>
    /// <param name="spf">The SPF record that was gone by, where SPF failed and it could be had.</param>
    public static string Write(FailureDetail detail, string reporter, long incidents, string? spf)
    {
        var text = new StringBuilder();
        Add(text, "Feedback-Type", "auth-failure");
        Add(text, "User-Agent", "Aether-Mailer/1.0");
        Add(text, "Version", "1");
        Add(text, "Auth-Failure", detail.Cause);
        Add(text, "Original-Envelope-Id", detail.EnvelopeId);
        Add(text, "Original-Mail-From", $"<{detail.Sender}>");
        foreach (string recipient in detail.Recipients)
            Add(text, "Original-Rcpt-To", $"<{recipient}>");
        Add(text, "Arrival-Date", detail.Arrival.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Add(text, "Reporting-MTA", "dns; " + reporter);
        Add(text, "Source-IP", detail.Source);
        Add(text, "Source-Port", detail.Port > 0 ? detail.Port.ToString(CultureInfo.InvariantCulture) : ""); // RFC 6692
        Add(text, "Incidents", incidents.ToString(CultureInfo.InvariantCulture));
        Add(text, "Reported-Domain", detail.Author);
        Add(text, "Delivery-Result", detail.Delivery);
        Add(text, "Identity-Alignment", detail.Alignment);
        Add(text, "DKIM-Domain", detail.DkimDomain);
        Add(text, "DKIM-Identity", detail.DkimIdentity);
        Add(text, "DKIM-Selector", detail.DkimSelector);
        if (detail.SpfDomain.Length > 0 && spf is not null)
            Add(text, "SPF-DNS", $"txt : {detail.SpfDomain} : \"{(spf.Length > MaxRecord ? spf[..MaxRecord] : spf).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        text.Append("Authentication-Results: ").AppendJoin("\r\n\t", detail.Results.Split("\r\n\t").Select(Plain)).Append("\r\n");
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
            text.Append(name).Append(": ").Append(Plain(value)).Append("\r\n");
    }

    // RFC 5965 §2: the part is 7 bits wide, and a stranger's words begin no line of it.
    private static string Plain(string value) => string.Concat(value.Take(MaxLine).Select(static c => c is < ' ' or > '~' ? '?' : c));
}
