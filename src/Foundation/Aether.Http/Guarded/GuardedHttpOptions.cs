using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Http.Guarded;

/// <summary>What a stranger's address may lead us to.</summary>
public sealed record GuardedHttpOptions
{
    /// <summary>Private networks that may be asked all the same.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Whose certificates count; none: those that this machine trusts.</summary>
    public IReadOnlyList<X509Certificate2> Roots { get; init; } = [];

    /// <summary>http addresses may be asked as well: for what is signed.</summary>
    public bool AllowsPlain { get; init; }

    /// <summary>For an answer with all that comes before it. RFC 8461 §3.3 names a minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Octets of an answer.</summary>
    public int MaxAnswer { get; init; } = 64 << 10;
}
