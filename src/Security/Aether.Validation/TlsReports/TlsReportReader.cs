using System.Globalization;
using System.Text.Json;
using Aether.Validation.Reports;

namespace Aether.Validation.TlsReports;

/// <summary>Reads a report that a stranger wrote: what is too long is cut, what is too many is left out, what is missing is empty. RFC 8460 §4.4.</summary>
public static class TlsReportReader
{
    private const int MaxDepth = 12;
    private const int MaxPolicies = 50;
    private const int MaxFailures = 1_000;
    private const int MaxLines = 30;

    /// <returns>Null: it is no report.</returns>
    public static TlsReport? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(json), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null; // an InvalidOperationException is how a string with half of a surrogate pair shows
        }
    }

    private static TlsReport? Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("policies", out var list) || list.ValueKind is not JsonValueKind.Array || !root.TryGetProperty("date-range", out var range))
            return null;
        if (Time(range, "start-datetime") is not { } begin || Time(range, "end-datetime") is not { } end || Text(root, "report-id") is not { Length: > 0 } id)
            return null;
        var policies = new List<TlsPolicyReport>();
        foreach (var element in list.EnumerateArray().Take(MaxPolicies))
        {
            if (Policy(element, MaxFailures - policies.Sum(policy => policy.Failures.Count)) is { } policy)
                policies.Add(policy);
        }

        return policies.Count == 0 ? null : new TlsReport(Text(root, "organization-name"), id, begin, end, Text(root, "contact-info"), policies);
    }

    private static TlsPolicyReport? Policy(JsonElement element, int mostFailures)
    {
        if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty("policy", out var policy) || policy.ValueKind is not JsonValueKind.Object)
            return null;
        var summary = element.TryGetProperty("summary", out var found) ? found : default;
        var failures = element.TryGetProperty("failure-details", out var details) && details.ValueKind is JsonValueKind.Array
            ? details.EnumerateArray().Take(mostFailures).Where(detail => detail.ValueKind is JsonValueKind.Object).Select(Failure).ToList()
            : [];
        return new TlsPolicyReport(
            Text(policy, "policy-type"), Text(policy, "policy-domain").ToLowerInvariant(), Texts(policy, "policy-string"), Texts(policy, "mx-host"),
            Number(summary, "total-successful-session-count"), Number(summary, "total-failure-session-count"), failures);
    }

    private static TlsFailureReport Failure(JsonElement detail) => new(
        Text(detail, "result-type"), Text(detail, "sending-mta-ip"), Text(detail, "receiving-mx-hostname"), Text(detail, "receiving-ip"), Number(detail, "failed-session-count"),
        Text(detail, "failure-reason-code"));

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) => json.Span is [0xEF, 0xBB, 0xBF, ..] ? json[3..] : json;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? ForeignText.Clean(value.GetString()!) : "";

    // Some write one string where RFC 8460 has a list.
    private static List<string> Texts(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => [ForeignText.Clean(value.GetString()!)],
            JsonValueKind.Array => [.. value.EnumerateArray().Take(MaxLines).Where(line => line.ValueKind is JsonValueKind.String).Select(line => ForeignText.Clean(line.GetString()!))],
            _ => [],
        }
        : [];

    private static long Number(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out long number) && number > 0 ? number : 0;

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        DateTimeOffset.TryParse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is > 1970 and < 9000 ? time : null;
}
