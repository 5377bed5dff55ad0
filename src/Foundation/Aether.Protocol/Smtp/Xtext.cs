using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Aether.Protocol.Smtp;

/// <summary>The encoding of parameter values that may hold any character: <c>+3D</c> for <c>=</c>. RFC 3461 §4.</summary>
public static class Xtext
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (b is > 32 and < 127 and not (byte)'+' and not (byte)'=')
                encoded.Append((char)b);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"+{b:X2}");
        }

        return encoded.ToString();
    }

    public static bool TryDecode(ReadOnlySpan<byte> encoded, out string text)
    {
        text = "";
        Span<byte> decoded = encoded.Length <= 1024 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        int length = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            byte b = encoded[i];
            if (b == (byte)'+')
            {
                if (i + 2 >= encoded.Length || !TryHex(encoded[i + 1], out int high) || !TryHex(encoded[i + 2], out int low))
                    return false;
                b = (byte)((high << 4) | low);
                i += 2;
            }
            else if (b is <= 32 or 127 or (byte)'=')
            {
                return false;
            }

            decoded[length++] = b;
        }

        if (!Utf8.IsValid(decoded[..length]))
            return false;
        text = Encoding.UTF8.GetString(decoded[..length]);
        return true;
    }

    // RFC 3461 §4: hexchar is upper case only.
    private static bool TryHex(byte digit, out int value)
    {
        value = digit is >= (byte)'0' and <= (byte)'9' ? digit - '0' : digit is >= (byte)'A' and <= (byte)'F' ? digit - 'A' + 10 : -1;
        return value >= 0;
    }
}
