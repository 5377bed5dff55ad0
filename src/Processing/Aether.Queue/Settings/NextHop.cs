using System.Globalization;
using Aether.Configuration.Values;
using Aether.Dns.Resolving;

namespace Aether.Queue.Settings;

/// <summary>A host to deliver to.</summary>
/// <param name="Host">A name, an address, or <c>unix:</c> with the path of a socket.</param>
/// <param name="Tls">What its connection must be.</param>
/// <param name="Origin">Who named it: what the DNS says is trusted less than the configuration.</param>
public sealed record NextHop(string Host, int Port, TlsPolicy Tls, HopOrigin Origin)
{
    private const string SocketScheme = "unix:";

    /// <summary>LMTP (RFC 2033) in place of SMTP.</summary>
    public bool IsLmtp { get; init; }

    /// <summary>Its share where a route spreads its mail over several hosts.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Who we are there; null: nobody asks. RFC 4954.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>What its certificate must fit where that is <see cref="TlsPolicy.Dane"/>; the resolver gives out the same list as long as it lives.</summary>
    public IReadOnlyList<TlsaRecord> Tlsa { get; init; } = [];

    /// <summary>The path of its unix socket, or null.</summary>
    public string? Socket => Host.StartsWith(SocketScheme, StringComparison.Ordinal) ? Host[SocketScheme.Length..] : null;

    public override string ToString() => Socket is null ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}") : Host;
}
