using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Validation.Spf;

/// <summary>Fills the macros of one check. RFC 7208 §7.2, §7.3.</summary>
/// <param name="request">Whose check it is.</param>
/// <param name="sender">local-part@domain of the identity.</param>
internal sealed class SpfExpander(SpfRequest request, string sender, TimeProvider clock)
{
    private const int MaxExpanded = 4096;

    /// <summary>Asked only when a record has the p macro: it costs look-ups. RFC 7208 §7.3.</summary>
    public required Func<string, CancellationToken, ValueTask<string>> ValidatedName { get; init; }

    public async ValueTask<string> ExpandAsync(SpfMacroString text, string domain, CancellationToken ct)
    {
        var expanded = new StringBuilder();
        foreach (var part in text.Parts)
        {
            if (part.Letter is '\0')
            {
                expanded.Append(part.Literal);
                continue;
            }

            var value = Cut(part, await ValueAsync(char.ToLowerInvariant(part.Letter), domain, ct));
            expanded.Append(char.IsAsciiLetterUpper(part.Letter) ? Uri.EscapeDataString(value) : value);
            if (expanded.Length > MaxExpanded)
                break; // case D04: no name is that long, and an explanation need not be
        }

        return expanded.Length > MaxExpanded ? expanded.ToString(0, MaxExpanded) : expanded.ToString();
    }

    /// <summary>A domain: what is too long loses labels from the left. RFC 7208 §7.3.</summary>
    public async ValueTask<string> ExpandDomainAsync(SpfMacroString text, string domain, CancellationToken ct)
    {
        var name = await ExpandAsync(text, domain, ct);
        name = name.EndsWith('.') ? name[..^1] : name;
        while (name.Length > Domains.DomainName.MaxLength && name.Contains('.', StringComparison.Ordinal))
            name = Domains.DomainName.ParentOf(name);
        return name;
    }

    private static string Cut(SpfMacroPart part, string value)
    {
        if (part is { Reverse: false, Keep: int.MaxValue, Delimiters: "." })
            return value;
        var parts = value.Split(part.Delimiters.ToCharArray());
        if (part.Reverse)
            Array.Reverse(parts);
        return string.Join('.', parts.TakeLast(Math.Min(part.Keep, parts.Length)));
    }

    private async ValueTask<string> ValueAsync(char letter, string domain, CancellationToken ct) => letter switch
    {
        's' => sender,
        'l' => sender[..sender.LastIndexOf('@')],
        'o' => sender[(sender.LastIndexOf('@') + 1)..],
        'd' => domain,
        'i' => Dotted(request.Address),
        'p' => await ValidatedName(domain, ct),
        'v' => request.Address.AddressFamily is AddressFamily.InterNetworkV6 ? "ip6" : "in-addr",
        'h' => request.Helo,
        'c' => request.Address.ToString(),
        'r' => request.Receiver,
        _ => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    // RFC 7208 §7.3: an IPv6 address is written nibble by nibble.
    private static string Dotted(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6
        ? string.Join('.', Convert.ToHexString(address.GetAddressBytes()).AsEnumerable())
        : address.ToString();
}
