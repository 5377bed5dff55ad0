namespace Aether.Admin.Contracts;

/// <summary>A network that may not connect.</summary>
/// <param name="Until">Null: until it is lifted.</param>
public sealed record BanView(string Network, string Reason, DateTimeOffset Since, DateTimeOffset? Until);
