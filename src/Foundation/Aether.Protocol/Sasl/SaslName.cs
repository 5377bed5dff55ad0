namespace Aether.Protocol.Sasl;

/// <summary>A name inside a comma-separated message: comma and equals sign are written <c>=2C</c> and <c>=3D</c>. RFC 5802 §5.1.</summary>
public static class SaslName
{
    /// <returns>False when it is empty, or an equals sign stands for anything else.</returns>
    public static bool TryDecode(string text, out string name)
    {
        name = text;
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) || text.Contains(',', StringComparison.Ordinal))
            return false;
        if (!text.Contains('=', StringComparison.Ordinal))
            return true;
        for (int at = text.IndexOf('=', StringComparison.Ordinal); at >= 0; at = text.IndexOf('=', at + 1))
        {
            if (!text.AsSpan(at).StartsWith("=2C", StringComparison.Ordinal) && !text.AsSpan(at).StartsWith("=3D", StringComparison.Ordinal))
                return false;
        }

        name = text.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        return true;
    }

    public static string Encode(string name) => name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
}
