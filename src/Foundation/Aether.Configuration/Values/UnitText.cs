using System.Globalization;

namespace Aether.Configuration.Values;

/// <summary>Whole numbers followed by a unit.</summary>
internal static class UnitText
{
    /// <summary>Reads <c>12 unit</c> or <c>12unit</c>, any case.</summary>
    public static bool TryCut(string text, string unit, out long count)
    {
        count = 0;
        var span = text.AsSpan().Trim();
        return span.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
            && long.TryParse(span[..^unit.Length].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }
}
