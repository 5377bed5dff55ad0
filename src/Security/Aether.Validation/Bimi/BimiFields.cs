using System.Text;

namespace Aether.Validation.Bimi;

/// <summary>The fields that tell readers which indicator to show (BIMI draft, "BIMI Header Fields"). From outside they are never let through.</summary>
public static class BimiFields
{
    private const int Line = 72;

    public static bool IsOurs(string field) =>
        field.Equals("BIMI-Location", StringComparison.OrdinalIgnoreCase) || field.Equals("BIMI-Indicator", StringComparison.OrdinalIgnoreCase) || field.Equals("BIMI-Logo-Preference", StringComparison.OrdinalIgnoreCase);

    /// <param name="maxWritten">A larger image is only named.</param>
    /// <returns>CRLF-ended; empty where there is nothing to show.</returns>
    public static string Format(BimiOutcome? outcome, int maxWritten)
    {
        if (outcome is not { Result: BimiResult.Pass, Location: { } location })
            return "";
        var text = new StringBuilder("BIMI-Location: v=BIMI1;\r\n\tl=").Append(location.AbsoluteUri);
        if (outcome.Authority is { } authority)
            text.Append(";\r\n\ta=").Append(authority.AbsoluteUri);
        text.Append("\r\n");
        if (outcome.PrefersPersonal)
            text.Append("BIMI-Logo-Preference: avp=personal;\r\n");
        if (outcome.Indicator.Length > maxWritten)
            return text.ToString();
        text.Append("BIMI-Indicator:");
        foreach (char[] line in Convert.ToBase64String(outcome.Indicator.Span).Chunk(Line))
            text.Append("\r\n ").Append(line);
        return text.Append("\r\n").ToString();
    }
}
