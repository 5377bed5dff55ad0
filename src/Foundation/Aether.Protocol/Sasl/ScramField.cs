namespace Aether.Protocol.Sasl;

/// <summary>One attribute of a SCRAM message that nobody has to understand. RFC 5802 §5.1, §7.</summary>
internal static class ScramField
{
    public static bool IsExtension(string text) => text is [>= 'a' and <= 'z' or >= 'A' and <= 'Z', '=', _, ..] && text[0] is not 'm' && !text.Contains('\0', StringComparison.Ordinal);
}
