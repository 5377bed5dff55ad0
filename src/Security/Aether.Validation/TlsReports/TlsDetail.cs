using System.Text.Json;

namespace Aether.Validation.TlsReports;

/// <summary>One kind of session as it is counted for a report.</summary>
/// <param name="Failure">Null: all was well.</param>
public sealed record TlsDetail(TlsPolicyFacts Policy, TlsFailure? Failure)
{
    public string Format() => JsonSerializer.Serialize(this, TlsJson.Default.TlsDetail);

    /// <returns>Null: it is none.</returns>
    public static TlsDetail? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, TlsJson.Default.TlsDetail);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
