namespace Aether.Validation.Pilot;

/// <summary>Who sends in the name of a domain: a provider, by the domain that it signs or sends with, or hosts of the domain's own.</summary>
/// <param name="Provider">Empty: nobody else's name is in it; each network is a source then.</param>
/// <param name="Spf">Messages that SPF passed in the domain's name.</param>
/// <param name="Dkim">Messages that DKIM passed in the domain's name.</param>
/// <param name="Networks">The busiest first.</param>
public sealed record PilotSource(string Provider, long Spf, long Dkim, IReadOnlyList<PilotNetwork> Networks)
{
    public long Messages => Networks.Sum(network => network.Messages);

    public long Passed => Networks.Sum(network => network.Passed);

    public long Failed => Messages - Passed;

    /// <summary>The operator said that it is none of his.</summary>
    public bool IsStrange { get; init; }

    /// <summary>The name of its busiest address, where that leads back; null: not known.</summary>
    public string? Host { get; init; }
}
