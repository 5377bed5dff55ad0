using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Aether.Dns.Messages;

namespace Aether.Dns.Resolving;

/// <summary>What records hold. RFC 1035 §3.3, RFC 3596 §2.2.</summary>
internal static class RecordData
{
    private const int OnStack = 512;

    public static bool TryAddress4(ref WireReader data, [NotNullWhen(true)] out IPAddress? address) => TryAddress(ref data, 4, out address);

    public static bool TryAddress6(ref WireReader data, [NotNullWhen(true)] out IPAddress? address) => TryAddress(ref data, 16, out address);

    /// <summary>Of PTR and NS records.</summary>
    public static bool TryName(ref WireReader data, [NotNullWhen(true)] out string? name)
    {
        bool isWhole = data.TryName(out string read);
        name = read;
        return isWhole;
    }

    public static bool TryExchanger(ref WireReader data, [NotNullWhen(true)] out MxRecord? exchanger)
    {
        bool isWhole = data.TryShort(out int preference) & data.TryName(out string host);
        exchanger = new MxRecord(preference, host);
        return isWhole;
    }

    /// <summary>The strings joined. RFC 7208 §3.3.</summary>
    public static bool TryText(ref WireReader data, [NotNullWhen(true)] out string? text)
    {
        text = null;
        Span<byte> joined = data.Left <= OnStack ? stackalloc byte[data.Left] : new byte[data.Left];
        int written = 0;
        while (!data.IsAtEnd)
        {
            if (!data.TryByte(out int length) || !data.TryBytes(length, out var part))
                return false;
            part.CopyTo(joined[written..]);
            written += length;
        }

        text = Encoding.UTF8.GetString(joined[..written]);
        return true;
    }

    /// <summary>RFC 6698 §2.1</summary>
    public static bool TryAssociation(ref WireReader data, [NotNullWhen(true)] out TlsaRecord? association)
    {
        association = null;
        if (!data.TryByte(out int usage) || !data.TryByte(out int selector) || !data.TryByte(out int matching))
            return false;
        association = new TlsaRecord((byte)usage, (byte)selector, (byte)matching, data.Rest().ToArray());
        return true;
    }

    private static bool TryAddress(ref WireReader data, int length, [NotNullWhen(true)] out IPAddress? address)
    {
        address = data.TryBytes(length, out var octets) ? new IPAddress(octets) : null;
        return address is not null;
    }
}
