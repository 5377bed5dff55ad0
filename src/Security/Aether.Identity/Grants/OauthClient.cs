using Aether.Configuration.Values;

namespace Aether.Identity.Grants;

/// <summary>A program that users may let in: a public client, which has no secret. RFC 6749 §2.1, RFC 8252.</summary>
/// <param name="Name">What users are shown.</param>
/// <param name="Redirects">Where users may be sent back to, beside this machine.</param>
public sealed record OauthClient(string Id, string Name, IReadOnlyList<string> Redirects)
{
    /// <summary>It registered itself: nobody has looked at its name.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether users may be sent back there. RFC 6749 §3.1.2.3: the very address; RFC 8252 §7.3: any port of this machine.</summary>
    public bool Allows(string redirect) => Redirects.Contains(redirect) || RedirectAddress.IsLoopback(redirect);
}
