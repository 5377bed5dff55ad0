using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Aether.Dns.Messages;

namespace Aether.Dns.Resolving;

/// <summary>Records as a master file has them. RFC 1035 §5.1.</summary>
internal static class RecordText
{
    /// <summary>RFC 2782</summary>
    public static bool TryService(ref WireReader data, [NotNullWhen(true)] out string? text)
    {
        bool isWhole = data.TryShort(out int priority) & data.TryShort(out int weight) & data.TryShort(out int port) & data.TryName(out string target);
        text = string.Create(CultureInfo.InvariantCulture, $"{priority} {weight} {port} {target}.");
        return isWhole;
    }

    public static bool TryAlias(ref WireReader data, [NotNullWhen(true)] out string? text)
    {
        bool isWhole = data.TryName(out string target);
        text = target + ".";
        return isWhole;
    }

    /// <summary>RFC 8659 §4.1</summary>
    public static bool TryAuthority(ref WireReader data, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!data.TryByte(out int flags) || !data.TryByte(out int length) || !data.TryBytes(length, out var tag))
            return false;
        text = string.Create(CultureInfo.InvariantCulture, $"{flags} {Escape(tag)} \"{Escape(data.Rest())}\"");
        return true;
    }

    private static string Escape(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (byte octet in octets)
        {
            if (octet is < (byte)' ' or >= 0x7F)
                text.Append(CultureInfo.InvariantCulture, $"\\{octet:000}");
            else if (octet == '"')
                text.Append("\\\"");
            else
                text.Append((char)octet);
        }

        return text.ToString();
    }
}
