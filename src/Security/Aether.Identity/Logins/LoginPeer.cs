using System.Net;

namespace Aether.Identity.Logins;

/// <summary>Where an attempt comes from.</summary>
/// <param name="Protocol"><c>imap</c>, <c>submission</c> …</param>
/// <param name="Exempt">The address lies in <c>limits.exemptNetworks</c>: no counting, no waiting.</param>
public sealed record LoginPeer(string Protocol, IPAddress Address, bool Exempt)
{
    /// <summary>The protocol of who signs in by a browser.</summary>
    public const string Web = "web";
}
