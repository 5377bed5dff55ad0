using System.Net;
using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The Prometheus page.</summary>
public sealed record MetricsSettings
{
    [Setting("Networks that may read /metrics, besides this machine itself.")]
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];
}
