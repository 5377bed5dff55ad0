using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Hints of changes. <c>REDIS_URL</c> sets <c>url</c>.</summary>
public sealed record EventSettings
{
    [Setting("memory: stays inside this process; redis://[user:password@]host[:port][?prefix=name], or rediss:// for TLS, reaches the other nodes.", Format = SettingFormat.Url)]
    public string Url { get; init; } = "memory:";
}
