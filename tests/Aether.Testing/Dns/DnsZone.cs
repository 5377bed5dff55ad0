using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Testing.Dns;

/// <summary>The records a <see cref="DnsTestServer"/> answers with. RFC 1035 §3.2.</summary>
public sealed class DnsZone
{
    internal const int NoError = 0;
    internal const int ServerFailure = 2;
    internal const int NameError = 3;
    private readonly ConcurrentDictionary<string, List<(int Type, byte[] Data)>> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> failing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Seconds.</summary>
    public int TimeToLive { get; set; } = 60;

    /// <param name="domain">Whose exchanger it is.</param>
    /// <param name="preference">Lower is tried first.</param>
    /// <param name="host">Empty for the null MX (RFC 7505).</param>
    public DnsZone Mx(string domain, int preference, string host) => Add(domain, 15, [(byte)(preference >> 8), (byte)preference, .. EncodeName(host)]);

    public DnsZone Address(string host, string address)
    {
        var ip = IPAddress.Parse(address);
        return Add(host, ip.AddressFamily is AddressFamily.InterNetworkV6 ? 28 : 1, ip.GetAddressBytes());
    }

    public DnsZone Text(string name, params string[] strings) =>
        Add(name, 16, [.. strings.SelectMany(s => (byte[])[(byte)s.Length, .. Encoding.ASCII.GetBytes(s)])]);

    /// <summary>Questions about <paramref name="name"/> get SERVFAIL.</summary>
    public DnsZone Fails(string name)
    {
        failing[name] = true;
        return this;
    }

    public DnsZone Heals(string name)
    {
        failing.TryRemove(name, out _);
        return this;
    }

    internal static byte[] EncodeName(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    internal (int Code, List<byte[]> Records) Find(string name, int type)
    {
        if (failing.ContainsKey(name))
            return (ServerFailure, []);
        return names.TryGetValue(name, out var records)
            ? (NoError, [.. records.Where(record => record.Type == type).Select(record => record.Data)])
            : (NameError, []);
    }

    private DnsZone Add(string name, int type, byte[] data)
    {
        names.GetOrAdd(name, _ => []).Add((type, data));
        return this;
    }
}
