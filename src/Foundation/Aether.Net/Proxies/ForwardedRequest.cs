using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Aether.Net.Limits;

namespace Aether.Net.Proxies;

/// <summary>Who made an HTTP request, and how, as the proxies of ours that it came through tell.</summary>
/// <param name="Client">The last hop that is no proxy of ours; the proxy itself where nothing else can be told.</param>
/// <param name="Scheme"><c>https</c> or <c>http</c>, as that client spoke to the first of our proxies; null: nobody told.</param>
public readonly record struct ForwardedRequest(IPAddress Client, string? Scheme)
{
    /// <summary>Hops that are looked at, from ours outwards: what lies before them is of no use, and anybody may have written it.</summary>
    public const int MaxHops = 16;

    private static readonly SearchValues<char> PortCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-");

    /// <summary>Reads <c>Forwarded</c>. RFC 7239 §4.</summary>
    /// <param name="peer">Who connected: a proxy of ours.</param>
    /// <param name="lines">The header's lines in their order.</param>
    public static ForwardedRequest Read(IPAddress peer, IReadOnlyList<string?> lines, NetworkSet proxies)
    {
        var found = new ForwardedRequest(peer, null);
        foreach (var element in FromRight(lines))
        {
            if (!TryElement(element, out string node, out string proto) || !TryAddress(node, out var address))
                return found; // a hidden name, or no syntax: whatever is before it is not vouched for
            found = new ForwardedRequest(address, SchemeOf(proto));
            if (!proxies.Contains(address))
                return found;
        }
        return found;
    }

    /// <summary>Reads <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, which no RFC knows and most proxies send.</summary>
    /// <param name="protocols">One for each hop, or one for all.</param>
    public static ForwardedRequest Read(IPAddress peer, IReadOnlyList<string?> lines, IReadOnlyList<string?> protocols, NetworkSet proxies)
    {
        string[] schemes = [.. FromRight(protocols).Select(static one => one.ToString())];
        var found = new ForwardedRequest(peer, null);
        int hop = 0;
        foreach (var element in FromRight(lines))
        {
            if (!TryAddress(element.ToString(), out var address))
                return found;
            found = new ForwardedRequest(address, SchemeOf(schemes.Length == 1 ? schemes[0] : hop < schemes.Length ? schemes[hop] : ""));
            if (!proxies.Contains(address))
                return found;
            hop++;
        }
        return hop == 0 && schemes.Length == 1 ? found with { Scheme = SchemeOf(schemes[0]) } : found;
    }

    /// <summary>
    /// The elements of a list, the last first. A comma ends one even inside quotes: no address has any, and an open quote that a client sends must
    /// not swallow what our proxy puts behind it.
    /// </summary>
    private static IEnumerable<ReadOnlyMemory<char>> FromRight(IReadOnlyList<string?> lines)
    {
        int hops = 0;
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            var rest = lines[i].AsMemory();
            for (int comma = 0; comma >= 0;)
            {
                if (hops++ == MaxHops)
                    yield break;
                comma = rest.Span.LastIndexOf(',');
                yield return rest[(comma + 1)..].Trim();
                if (comma >= 0)
                    rest = rest[..comma];
            }
        }
    }

    /// <summary>RFC 7239 §4: pairs between semicolons, each name once.</summary>
    private static bool TryElement(ReadOnlyMemory<char> element, out string node, out string proto)
    {
        (node, proto) = ("", "");
        foreach (string pair in element.ToString().Split(';'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !TryValue(pair[(equals + 1)..].Trim(), out string value))
                return false;
            switch (pair[..equals].Trim().ToLowerInvariant())
            {
                case "for" when node.Length > 0:
                case "proto" when proto.Length > 0:
                    return false;
                case "for":
                    node = value;
                    break;
                case "proto":
                    proto = value;
                    break;
            }
        }
        return node.Length > 0;
    }

    /// <summary>A token, or a quoted string; nothing that we read needs an escape.</summary>
    private static bool TryValue(string text, out string value)
    {
        bool isQuoted = text.Length >= 2 && text[0] is '"' && text[^1] is '"';
        value = isQuoted ? text[1..^1] : text;
        return value.Length > 0 && !value.AsSpan().ContainsAny('"', '\\');
    }

    /// <summary>RFC 7239 §6: an address, perhaps with a port; IPv6 in brackets. Some proxies write IPv6 without them.</summary>
    private static bool TryAddress(string node, out IPAddress address)
    {
        string host = node;
        if (node.StartsWith('['))
        {
            int end = node.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || !IsPort(node[(end + 1)..]))
                return Fail(out address);
            host = node[1..end];
            if (!host.Contains(':', StringComparison.Ordinal))
                return Fail(out address);
        }
        else if (node.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && node.LastIndexOf(':') == colon)
        {
            if (!IsPort(node[colon..]))
                return Fail(out address);
            host = node[..colon];
        }

        // The framework takes 1, 0x7f.1 and fe80::1%eth0 for addresses, too.
        bool isSix = host.Contains(':', StringComparison.Ordinal);
        if (host.Contains('%', StringComparison.Ordinal) || (!isSix && host.Count(static c => c is '.') != 3) || !IPAddress.TryParse(host, out var parsed) || (!isSix && parsed.ToString() != host))
            return Fail(out address);
        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    /// <summary>RFC 7239 §6.3: digits, or a hidden name.</summary>
    private static bool IsPort(string text) => text.Length == 0 || (text.Length is > 1 and <= 20 && text[0] is ':' && !text.AsSpan(1).ContainsAnyExcept(PortCharacters));

    private static string? SchemeOf(string text) => text.ToLowerInvariant() is "https" or "http" ? text.ToLowerInvariant() : null;

    private static bool Fail(out IPAddress address)
    {
        address = IPAddress.None;
        return false;
    }
}
