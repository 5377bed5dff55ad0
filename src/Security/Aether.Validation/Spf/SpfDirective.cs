using System.Net;

namespace Aether.Validation.Spf;

/// <summary>One directive of a record. RFC 7208 §4.6.2.</summary>
/// <param name="Text">As published.</param>
/// <param name="Result">What its qualifier says of a match.</param>
/// <param name="Domain">Null for the current domain.</param>
/// <param name="Network">Of ip4 and ip6.</param>
/// <param name="Prefix4">RFC 7208 §5.6: the length for IPv4 clients.</param>
/// <param name="Prefix6">The length for IPv6 clients.</param>
internal sealed record SpfDirective(string Text, SpfResult Result, SpfMechanism Mechanism, SpfMacroString? Domain, IPAddress? Network, int Prefix4, int Prefix6)
{
    /// <summary>RFC 7208 §4.6.4: it counts against the limit.</summary>
    public bool CausesLookup => Mechanism is not (SpfMechanism.All or SpfMechanism.Ip4 or SpfMechanism.Ip6);
}
