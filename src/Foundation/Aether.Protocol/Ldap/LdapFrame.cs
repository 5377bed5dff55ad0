namespace Aether.Protocol.Ldap;

/// <summary>Where one message of LDAP ends: a SEQUENCE with a definite length. RFC 4511 §5.1.</summary>
public static class LdapFrame
{
    private const byte Sequence = 0x30;

    /// <summary>The octets of the message that <paramref name="input"/> begins with, its head included; 0: more is needed to tell.</summary>
    /// <param name="max">Octets a message may have.</param>
    /// <returns>False: it is no message, or too long.</returns>
    public static bool TryLength(ReadOnlySpan<byte> input, int max, out int length)
    {
        length = 0;
        if (input.IsEmpty)
            return true;
        if (input[0] != Sequence)
            return false;
        if (input.Length < 2)
            return true;
        if (input[1] < 0x80)
            return Fits(2 + input[1], max, out length);

        int octets = input[1] - 0x80;
        if (octets is 0 or > 4) // §5.1: no indefinite length; and no more than four octets say one that is wanted here
            return false;
        if (input.Length < 2 + octets)
            return true;
        long content = 0;
        foreach (byte octet in input.Slice(2, octets))
            content = (content << 8) | octet;
        return Fits(2 + octets + content, max, out length);
    }

    private static bool Fits(long whole, int max, out int length)
    {
        length = whole <= max ? (int)whole : 0;
        return whole <= max;
    }
}
