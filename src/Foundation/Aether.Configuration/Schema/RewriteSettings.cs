using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Mail to some addresses is taken as if it were to others; the first that fits counts.</summary>
public sealed record RewriteSettings
{
    [Setting("The address that is written to, with at most one *.")]
    public string Recipient { get; init; } = "*@old.example.org";

    [Setting("The address that takes its place; * stands for what the one above stood for.")]
    public string To { get; init; } = "*@example.org";
}
