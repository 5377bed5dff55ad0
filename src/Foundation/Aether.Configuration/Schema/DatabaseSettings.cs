using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The store of rows. <c>DATABASE_URL</c> sets <c>url</c>.</summary>
public sealed record DatabaseSettings
{
    [Setting("sqlite:FILE is the embedded store; postgres://user:password@host:port/name a database that several nodes share (docs/deployment/scale.md).", Format = SettingFormat.Url)]
    public string Url { get; init; } = "sqlite:aether.db";

    [Setting("Connections kept for reading.", Min = "1", Max = "1000")]
    public int PoolSize { get; init; } = 16;
}
