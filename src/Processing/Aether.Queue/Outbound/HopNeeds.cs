using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>What recipients must have in common to go over one connection.</summary>
/// <param name="Domain">Of the recipients.</param>
/// <param name="Rule">The route they take; null: by MX.</param>
/// <param name="RequireTls">The sender wants TLS with a certificate that fits, and a server that wants it as well. RFC 8689.</param>
internal sealed record HopNeeds(string Domain, RouteRule? Rule, bool RequireTls)
{
    /// <summary>What policies say of encryption is followed where it works, and keeps nothing back: TLS-Required: No. RFC 8689 §4.2.2.</summary>
    public bool IsTlsOptional { get; init; }

    /// <summary>It tells of sessions, and its own is not told of: or each report would make another one due.</summary>
    public bool IsReport { get; init; }
}
