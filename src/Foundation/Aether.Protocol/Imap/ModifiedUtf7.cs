using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>Mailbox names on the wire: modified UTF-7. RFC 3501 §5.1.3.</summary>
public static class ModifiedUtf7
{
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: false);

    /// <summary>Encodes a name; ASCII stays as it is but for the ampersand.</summary>
    public static string Encode(string name)
    {
        var wire = new StringBuilder(name.Length);
        for (int at = 0; at < name.Length;)
        {
            int shifted = at;
            while (shifted < name.Length && !IsDirect(name[shifted]))
                shifted++;
            if (shifted > at)
                AppendShifted(wire, name.AsSpan(at, shifted - at));
            for (at = shifted; at < name.Length && IsDirect(name[at]); at++)
                wire.Append(name[at] is '&' ? "&-" : name[at]);
        }

        return wire.ToString();
    }

    /// <summary>Decodes a name; false for what no encoder produces: 8-bit octets, bad base64, ASCII in base64, lone surrogates.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var text = new StringBuilder(wire.Length);
        while (!wire.IsEmpty)
        {
            byte octet = wire[0];
            wire = wire[1..];
            if (octet is < 0x20 or > 0x7E)
                return false;
            if (octet is not (byte)'&')
            {
                text.Append((char)octet);
                continue;
            }

            int end = wire.IndexOf((byte)'-');
            if (end < 0 || !TryAppendDecoded(text, wire[..end]))
                return false;
            wire = wire[(end + 1)..];

            // Two shifts in a row are one shift written otherwise: one name has one form.
            if (end > 0 && wire is [(byte)'&', not (byte)'-', ..])
                return false;
        }

        name = text.ToString();
        return true;
    }

    private static bool IsDirect(char character) => character is >= ' ' and <= '~';

    private static void AppendShifted(StringBuilder wire, ReadOnlySpan<char> characters)
    {
        byte[] octets = new byte[characters.Length * 2];
        Utf16.GetBytes(characters, octets);
        wire.Append('&').Append(Convert.ToBase64String(octets).TrimEnd('=').Replace('/', ',')).Append('-');
    }

    private static bool TryAppendDecoded(StringBuilder text, ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty)
        {
            text.Append('&');
            return true;
        }

        byte[] base64 = new byte[(encoded.Length + 3) / 4 * 4];
        base64.AsSpan().Fill((byte)'=');
        encoded.CopyTo(base64);
        if (encoded.IndexOfAny((byte)'/', (byte)'=') >= 0)
            return false;
        base64.AsSpan().Replace((byte)',', (byte)'/');
        byte[] octets = new byte[base64.Length];
        if (Base64.DecodeFromUtf8(base64, octets, out _, out int length) is not System.Buffers.OperationStatus.Done || length is 0 || length % 2 is not 0)
            return false;

        string decoded = Utf16.GetString(octets, 0, length);
        foreach (var rune in decoded.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || rune.Value is 0 or (>= ' ' and <= '~'))
                return false;
        }

        text.Append(decoded);
        return true;
    }
}
