using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aether.Identity.SecondFactors;

/// <summary>Codes of the time, as all authenticator programs make them: six digits, thirty seconds, SHA-1. RFC 4226 §5.3, RFC 6238 §4.</summary>
internal static class Totp
{
    public const int Digits = 6;

    public const int SecretLength = 20; // RFC 4226 §4: 160 bits

    private const int Step = 30;

    // RFC 4648 §6.
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step of a moment. RFC 6238 §4.2.</summary>
    public static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / Step;

    /// <summary>The code of a time step.</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, long step) => CodeAt(secret, step, HashAlgorithmName.SHA1, Digits);

    /// <summary>The code of a time step, by any of the hashes and lengths that RFC 6238 knows.</summary>
    internal static string CodeAt(ReadOnlySpan<byte> secret, long step, HashAlgorithmName hash, int digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        byte[] mac = CryptographicOperations.HmacData(hash, secret, counter);
        // RFC 4226 §5.3: the last four bits say where to read 31 bits.
        long number = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(mac[^1] & 0xF)) & 0x7FFF_FFFF;
        return (number % (long)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>What an authenticator program reads, as a link or a picture of one.</summary>
    public static string AddressOf(ReadOnlySpan<byte> secret, string service, string address) =>
        $"otpauth://totp/{Uri.EscapeDataString(service)}:{Uri.EscapeDataString(address)}?secret={TextOf(secret)}&issuer={Uri.EscapeDataString(service)}";

    /// <summary>What a person types into one.</summary>
    public static string TextOf(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        int bits = 0;
        int held = 0;
        foreach (byte octet in secret)
        {
            held = (held << 8) | octet;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Base32[(held >> (bits - 5)) & 0x1F]);
            held &= 0xFF;
        }
        if (bits > 0)
            text.Append(Base32[(held << (5 - bits)) & 0x1F]);
        return text.ToString();
    }
}
