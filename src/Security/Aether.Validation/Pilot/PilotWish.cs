namespace Aether.Validation.Pilot;

/// <summary>What the operator wants of the pilot of a domain.</summary>
/// <param name="Publishes">It may change the record.</param>
/// <param name="Strange">Providers and networks that are none of his: that they fail is what he wants.</param>
public sealed record PilotWish(bool Publishes, IReadOnlyList<string> Strange)
{
    public static PilotWish None { get; } = new(false, []);
}
