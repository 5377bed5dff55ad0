namespace Aether.Queue.Settings;

/// <summary>What a provider wants of those who send it mail, for all its domains together.</summary>
/// <param name="Name">What the log calls it.</param>
public sealed record ShapingProfile(string Name)
{
    /// <summary>Recipients' domains, with <c>*</c> for anything.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Hosts that take their mail, with <c>*</c> for anything: finds domains of customers too.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Connections at a time.</summary>
    public int Connections { get; init; } = int.MaxValue;

    public int MessagesPerMinute { get; init; } = int.MaxValue;

    public int MessagesPerConnection { get; init; } = int.MaxValue;

    /// <summary>Recipients of one message in one transaction.</summary>
    public int RecipientsPerMessage { get; init; } = int.MaxValue;
}
