using System.Collections.Concurrent;
using System.Globalization;
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

    private readonly ConcurrentDictionary<string, string> aliases = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>No question gets an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Answers carry the AD bit, as those of a validating resolver. RFC 4035 §3.2.3.</summary>
    public bool Validates { get; set; }

    /// <summary>What becomes of an answer on its way.</summary>
    public Func<byte[], byte[]> Distort { get; set; } = static answer => answer;

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
        Add(name, 16, [.. strings.SelectMany(s => (byte[])[(byte)s.Length, .. Encoding.Latin1.GetBytes(s)])]);

    /// <summary>RFC 1035 §3.5.</summary>
    public DnsZone ReverseAddress(string address, string host) => Add(ReverseName(IPAddress.Parse(address)), 12, EncodeName(host));

    /// <summary>RFC 6698 §2.1.</summary>
    public DnsZone Tlsa(string name, byte usage, byte selector, byte matching, byte[] data) => Add(name, 52, [usage, selector, matching, .. data]);

    /// <summary>A CNAME; what stands at <paramref name="target"/> is not added to the answer.</summary>
    public DnsZone Alias(string name, string target)
    {
        aliases[name] = target;
        return Add(name, 5, EncodeName(target));
    }

    public DnsZone Clear(string name)
    {
        names.TryRemove(name, out _);
        aliases.TryRemove(name, out _);
        return this;
    }

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

    /// <summary>The aliases that lead from <paramref name="name"/>, and where they end.</summary>
    internal (List<(string From, string To)> Chain, string Target) Follow(string name)
    {
        var chain = new List<(string, string)>();
        while (chain.Count < 20 && aliases.TryGetValue(name, out var target))
        {
            chain.Add((name, target));
            name = target;
        }

        return (chain, name);
    }

    internal (int Code, List<byte[]> Records) Find(string name, int type)
    {
        if (failing.ContainsKey(name))
            return (ServerFailure, []);
        return names.TryGetValue(name, out var records)
            ? (NoError, [.. records.Where(record => record.Type == type).Select(record => record.Data)])
            : (NameError, []);
    }

    private static string ReverseName(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        return octets.Length == 4
            ? string.Join('.', octets.Reverse()) + ".in-addr.arpa"
            : string.Join('.', octets.Reverse().SelectMany(octet => (string[])[(octet & 15).ToString("x", CultureInfo.InvariantCulture), (octet >> 4).ToString("x", CultureInfo.InvariantCulture)])) + ".ip6.arpa";
    }

    private DnsZone Add(string name, int type, byte[] data)
    {
        names.GetOrAdd(name, _ => []).Add((type, data));
        return this;
    }
}
