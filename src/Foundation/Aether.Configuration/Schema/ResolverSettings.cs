using System.Net;
using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One resolver.</summary>
public sealed record ResolverSettings
{
    [Setting("Address and port.")]
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 53);

    [Setting("It validates DNSSEC and the way to it is trusted, so its AD bit is believed.")]
    public bool Validating { get; init; }
}
