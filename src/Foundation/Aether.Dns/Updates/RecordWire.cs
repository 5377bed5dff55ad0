using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Aether.Dns.Messages;

namespace Aether.Dns.Updates;

/// <summary>Records as the wire has them, from what a master file says. RFC 1035 §3.3, RFC 2782, RFC 6698 §2.1, RFC 8659 §4.1.</summary>
internal static class RecordWire
{
    private const int MaxString = 255;
    private const int MaxData = 65_000;

    /// <exception cref="FormatException">The type is unknown, or the value none of it.</exception>
    public static (int Type, byte[] Data) Write(string type, string value)
    {
        var wire = new WireWriter();
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int code = (type, parts) switch
        {
            ("A", [var address]) => Address(wire, address, AddressFamily.InterNetwork, 1),
            ("AAAA", [var address]) => Address(wire, address, AddressFamily.InterNetworkV6, 28),
            ("CAA", [var flags, var tag, ['"', .. var issuer, '"']]) => Written(wire.Byte((byte)Number(flags, 255)).Byte((byte)tag.Length).Bytes(Encoding.ASCII.GetBytes(tag + issuer)), 257),
            ("CNAME", [var target]) => Written(wire.Name(target), 5),
            ("MX", [var preference, var host]) => Written(wire.Short(Number(preference, ushort.MaxValue)).Name(host), 15),
            ("SRV", [var priority, var weight, var port, var host]) => Written(wire.Short(Number(priority, ushort.MaxValue)).Short(Number(weight, ushort.MaxValue)).Short(Number(port, ushort.MaxValue)).Name(host), 33),
            ("TLSA", [var usage, var selector, var matching, var data]) => Written(wire.Byte((byte)Number(usage, 255)).Byte((byte)Number(selector, 255)).Byte((byte)Number(matching, 255)).Bytes(Convert.FromHexString(data)), 52),
            ("TXT", _) => Text(wire, value),
            _ => throw new FormatException($"\"{value}\" is no {type} record."),
        };
        return wire.Length <= MaxData ? (code, wire.ToArray()) : throw new FormatException("The record is too long.");
    }

    // RFC 7208 §3.3: a long text is several strings, which readers join.
    private static int Text(WireWriter wire, string value)
    {
        byte[] octets = Encoding.UTF8.GetBytes(value);
        for (int at = 0; at == 0 || at < octets.Length; at += MaxString)
        {
            int length = Math.Min(MaxString, octets.Length - at);
            wire.Byte((byte)length).Bytes(octets.AsSpan(at, length));
        }

        return 16;
    }

    private static int Address(WireWriter wire, string text, AddressFamily family, int code) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family ? Written(wire.Bytes(address.GetAddressBytes()), code) : throw new FormatException($"\"{text}\" is no address.");

    private static int Written(WireWriter wire, int code) => wire.Length > 0 ? code : throw new FormatException("The record is empty.");

    private static int Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most ? number : throw new FormatException($"\"{text}\" is no number of a record.");
}
