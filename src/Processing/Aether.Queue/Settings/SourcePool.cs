namespace Aether.Queue.Settings;

/// <summary>Addresses of ours that connections go out from, each with the name it has in the DNS.</summary>
/// <param name="Name">As the configuration calls it.</param>
public sealed record SourcePool(string Name, IReadOnlyList<SourceAddress> Addresses);
