using System.Globalization;
using System.Text.Json;

namespace Aether.Validation.TlsReports;

/// <summary>Writes a report as JSON. RFC 8460 §4.4.</summary>
public static class TlsReportWriter
{
    public static byte[] Write(TlsReport report)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("organization-name", report.Organization);
            json.WriteStartObject("date-range");
            json.WriteString("start-datetime", Time(report.Begin));
            json.WriteString("end-datetime", Time(report.End));
            json.WriteEndObject();
            json.WriteString("contact-info", report.Contact);
            json.WriteString("report-id", report.ReportId);
            json.WriteStartArray("policies");
            foreach (var policy in report.Policies)
                Write(json, policy);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void Write(Utf8JsonWriter json, TlsPolicyReport policy)
    {
        json.WriteStartObject();
        json.WriteStartObject("policy");
        json.WriteString("policy-type", policy.Type);
        WriteList(json, "policy-string", policy.Strings);
        json.WriteString("policy-domain", policy.Domain);
        WriteList(json, "mx-host", policy.Hosts);
        json.WriteEndObject();
        json.WriteStartObject("summary");
        json.WriteNumber("total-successful-session-count", policy.Succeeded);
        json.WriteNumber("total-failure-session-count", policy.Failed);
        json.WriteEndObject();
        if (policy.Failures.Count > 0)
        {
            json.WriteStartArray("failure-details");
            foreach (var failure in policy.Failures)
                Write(json, failure);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TlsFailureReport failure)
    {
        json.WriteStartObject();
        json.WriteString("result-type", failure.Type);
        WriteKnown(json, "sending-mta-ip", failure.SendingAddress);
        WriteKnown(json, "receiving-mx-hostname", failure.ReceivingHost);
        WriteKnown(json, "receiving-ip", failure.ReceivingAddress);
        json.WriteNumber("failed-session-count", failure.Sessions);
        WriteKnown(json, "failure-reason-code", failure.Reason);
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
