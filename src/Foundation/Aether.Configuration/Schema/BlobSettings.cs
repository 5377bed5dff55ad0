using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The store of message bodies.</summary>
public sealed record BlobSettings
{
    [Setting("local: keeps bodies under data; s3://bucket?endpoint=https://… is not built yet.", Format = SettingFormat.Url)]
    public string Url { get; init; } = "local:";
}
