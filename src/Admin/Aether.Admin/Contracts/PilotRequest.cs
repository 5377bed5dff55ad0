namespace Aether.Admin.Contracts;

/// <summary>What is wanted of the pilot of a domain; null leaves it as it is.</summary>
/// <param name="Publishes">It may change the record.</param>
/// <param name="NotMine">A provider or network that is none of the domain's.</param>
/// <param name="Mine">One that is, after all.</param>
public sealed record PilotRequest(bool? Publishes, string? NotMine, string? Mine);
