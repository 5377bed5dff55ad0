using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The store of message bodies.</summary>
public sealed record BlobSettings
{
    [Setting("local: keeps bodies under data; s3://[key:secret@]bucket[/prefix]?endpoint=https://host[&region=name][&pathStyle=false] keeps those over 16 KiB in a bucket. Without a key the usual places of the AWS tools are asked.", Format = SettingFormat.Url)]
    public string Url { get; init; } = "local:";
}
