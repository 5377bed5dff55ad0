using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The HTTP ports.</summary>
public sealed record HttpSettings
{
    [Setting("Ports. They answer /healthz, /readyz and /metrics.")]
    public IReadOnlyList<HttpListenerSettings> Listeners { get; init; } =
        [new() { Port = 80 }, new() { Port = 443, Tls = ListenerTls.Implicit }];
}
