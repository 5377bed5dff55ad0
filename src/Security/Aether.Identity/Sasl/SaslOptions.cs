using Aether.Configuration.Schema;

namespace Aether.Identity.Sasl;

/// <summary>Which mechanisms are offered.</summary>
/// <param name="DecoyKey">Gives the key that salts of unknown names are made with: the same on all nodes, and over restarts.</param>
public sealed record SaslOptions(ScramOffer Scram, Func<byte[]> DecoyKey)
{
    /// <summary>The server's name, as challenges show it.</summary>
    public string Hostname { get; init; } = "localhost";

    /// <summary>Whether every account can log in by SCRAM at the moment.</summary>
    public Func<bool> IsScramReady { get; init; } = static () => true;

    /// <summary>Whose access tokens are taken; null: nobody's.</summary>
    public string? TokenIssuer { get; init; }

    /// <summary>Offer CRAM-MD5 and APOP, for app passwords.</summary>
    public bool Digests { get; init; }
}
