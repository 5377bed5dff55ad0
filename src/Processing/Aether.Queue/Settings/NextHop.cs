using System.Globalization;

namespace Aether.Queue.Settings;

/// <summary>A host to deliver to.</summary>
/// <param name="Host">A name, or an address.</param>
/// <param name="Tls">What its connection must be.</param>
/// <param name="Origin">Who named it: what the DNS says is trusted less than the configuration.</param>
public sealed record NextHop(string Host, int Port, TlsPolicy Tls, HopOrigin Origin)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
