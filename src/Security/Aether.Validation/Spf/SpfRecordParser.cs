using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Validation.Spf;

/// <summary>Reads a policy whole before any of it counts. RFC 7208 §4.6, §12.</summary>
internal static class SpfRecordParser
{
    /// <returns>Null when it is malformed: RFC 7208 §4.6 makes that a permanent error, wherever it stands.</returns>
    public static SpfRecord? Parse(string text, out string? problem)
    {
        problem = "octets outside ASCII"; // RFC 7208 §3.1
        if (!Ascii.IsValid(text))
            return null;
        var directives = new List<SpfDirective>();
        SpfMacroString? redirect = null, explanation = null;
        foreach (var term in text[6..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            problem = term;
            int equals = term.IndexOfAny(['=', ':', '/']);
            if (equals > 0 && term[equals] == '=' && IsName(term.AsSpan(0, equals)))
            {
                var name = term[..equals];
                bool isRedirect = name.Equals("redirect", StringComparison.OrdinalIgnoreCase);
                bool isExplanation = name.Equals("exp", StringComparison.OrdinalIgnoreCase);
                var value = SpfMacroString.Parse(term[(equals + 1)..], isDomain: isRedirect || isExplanation, isExplanation: !isRedirect && !isExplanation);

                // RFC 7208 §6: these two may stand once.
                if (value is null || (isRedirect && redirect is not null) || (isExplanation && explanation is not null))
                    return null;
                (redirect, explanation) = (isRedirect ? value : redirect, isExplanation ? value : explanation);
            }
            else if (ParseDirective(term) is { } directive)
            {
                directives.Add(directive);
            }
            else
            {
                return null;
            }
        }

        problem = null;
        return new SpfRecord(directives, redirect, explanation);
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                return false;
        }

        return char.IsAsciiLetter(name[0]);
    }

    private static SpfDirective? ParseDirective(string term)
    {
        var result = term[0] switch { '-' => SpfResult.Fail, '~' => SpfResult.SoftFail, '?' => SpfResult.Neutral, _ => SpfResult.Pass };
        var rest = term[0] is '+' or '-' or '~' or '?' ? term[1..] : term;
        int end = rest.IndexOfAny([':', '/']);
        var name = (end < 0 ? rest : rest[..end]).ToLowerInvariant();
        var value = end < 0 ? "" : rest[end..];
        return name switch
        {
            "all" => value.Length == 0 ? new SpfDirective(term, result, SpfMechanism.All, null, null, 32, 128) : null,
            "include" => WithDomain(term, result, SpfMechanism.Include, value, isNeeded: true),
            "exists" => WithDomain(term, result, SpfMechanism.Exists, value, isNeeded: true),
            "ptr" => WithDomain(term, result, SpfMechanism.Ptr, value, isNeeded: false),
            "a" => WithPrefixes(term, result, SpfMechanism.A, value),
            "mx" => WithPrefixes(term, result, SpfMechanism.Mx, value),
            "ip4" => Network(term, result, SpfMechanism.Ip4, value, AddressFamily.InterNetwork, 32),
            "ip6" => Network(term, result, SpfMechanism.Ip6, value, AddressFamily.InterNetworkV6, 128),
            _ => null,
        };
    }

    private static SpfDirective? WithDomain(string term, SpfResult result, SpfMechanism mechanism, string value, bool isNeeded)
    {
        if (value.Length == 0)
            return isNeeded ? null : new SpfDirective(term, result, mechanism, null, null, 32, 128);
        return value[0] == ':' && SpfMacroString.Parse(value[1..], isDomain: true, isExplanation: false) is { } domain
            ? new SpfDirective(term, result, mechanism, domain, null, 32, 128)
            : null;
    }

    // RFC 7208 §5.6: [ ip4-cidr-length ] [ "/" ip6-cidr-length ], behind a domain that may hold slashes of its own.
    private static SpfDirective? WithPrefixes(string term, SpfResult result, SpfMechanism mechanism, string value)
    {
        int prefix4 = 32, prefix6 = 128;
        int slashes = value.LastIndexOf("//", StringComparison.Ordinal);
        if (slashes >= 0 && IsNumber(value.AsSpan(slashes + 2)))
        {
            if (!TryPrefix(value.AsSpan(slashes + 2), 128, out prefix6))
                return null;
            value = value[..slashes];
        }

        int slash = value.LastIndexOf('/');
        if (slash >= 0 && IsNumber(value.AsSpan(slash + 1)))
        {
            if (!TryPrefix(value.AsSpan(slash + 1), 32, out prefix4))
                return null;
            value = value[..slash];
        }

        return WithDomain(term, result, mechanism, value, isNeeded: false) is { } directive ? directive with { Prefix4 = prefix4, Prefix6 = prefix6 } : null;
    }

    private static SpfDirective? Network(string term, SpfResult result, SpfMechanism mechanism, string value, AddressFamily family, int longest)
    {
        if (value.Length < 2 || value[0] != ':')
            return null;
        int slash = value.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? value[1..] : value[1..slash];
        int prefix = longest;
        if (slash >= 0 && !TryPrefix(value.AsSpan(slash + 1), longest, out prefix))
            return null;

        // .NET also takes 1.2.3, 0x7f.1, [::1] and scopes: RFC 7208 §12 wants dotted quads and plain IPv6.
        bool isPlain = family is AddressFamily.InterNetwork ? IsDottedQuad(address) : address.Contains(':', StringComparison.Ordinal) && !address.ContainsAny(['[', ']', '%']);
        return isPlain && IPAddress.TryParse(address, out var network) && network.AddressFamily == family
            ? new SpfDirective(term, result, mechanism, null, network, prefix, prefix)
            : null;
    }

    private static bool IsDottedQuad(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is > 0 and <= 3 && IsNumber(part) && int.Parse(part, CultureInfo.InvariantCulture) <= 255);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static bool TryPrefix(ReadOnlySpan<char> text, int longest, out int prefix)
    {
        prefix = 0;
        return IsNumber(text) && text.Length <= 3 && (text.Length == 1 || text[0] is not '0')
            && int.TryParse(text, CultureInfo.InvariantCulture, out prefix) && prefix <= longest;
    }
}
