using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>What recipients must have in common to go over one connection.</summary>
/// <param name="Domain">Of the recipients.</param>
/// <param name="Rule">The route they take; null: by MX.</param>
/// <param name="RequireTls">The sender wants TLS with a certificate that fits, and a server that wants it as well. RFC 8689.</param>
internal sealed record HopNeeds(string Domain, RouteRule? Rule, bool RequireTls)
{
    /// <summary>What policies say of encryption is nothing to it. RFC 8689 §5.</summary>
    public bool IsTlsOptional { get; init; }
}
