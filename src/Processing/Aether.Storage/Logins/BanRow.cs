namespace Aether.Storage.Logins;

/// <summary>A network that may not connect for a while.</summary>
/// <param name="Network">In CIDR form.</param>
/// <param name="Reason">For the operator.</param>
/// <param name="Until">When it ends; null: it does not.</param>
public sealed record BanRow(string Network, string Reason, DateTimeOffset Since, DateTimeOffset? Until);
