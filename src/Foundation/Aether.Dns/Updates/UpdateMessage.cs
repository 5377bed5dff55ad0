using Aether.Dns.Messages;

namespace Aether.Dns.Updates;

/// <summary>A request to change a zone. RFC 2136 §2.</summary>
internal static class UpdateMessage
{
    private const int Update = 5 << 11;
    private const int In = 1;
    private const int None = 254;
    private const int Any = 255;

    /// <exception cref="FormatException">The change can't be written.</exception>
    public static byte[] Write(ushort id, string zone, DnsChange change)
    {
        var (type, data) = RecordWire.Write(change.Type, change.Value);
        var wire = new WireWriter()
            .Short(id).Short(Update).Short(1).Short(change.Mode is DnsChangeMode.AddFirst ? 1 : 0).Short(change.Mode is DnsChangeMode.Replace ? 2 : 1).Short(0)
            .Name(zone).Short((int)RecordType.Soa).Short(In);
        if (change.Mode is DnsChangeMode.AddFirst)
            wire.Name(change.Name).Short(type).Short(None).Int(0).Short(0); // §2.4.3: the RRset does not exist
        if (change.Mode is DnsChangeMode.Replace)
            wire.Name(change.Name).Short(type).Short(Any).Int(0).Short(0); // §2.5.2: delete an RRset
        bool goes = change.Mode is DnsChangeMode.Remove; // §2.5.4: delete an RR from an RRset
        return wire.Name(change.Name).Short(type).Short(goes ? None : In).Int(goes ? 0 : (uint)change.Lifetime.TotalSeconds).Short(data.Length).Bytes(data).ToArray();
    }
}
