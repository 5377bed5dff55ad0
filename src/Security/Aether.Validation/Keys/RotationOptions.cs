namespace Aether.Validation.Keys;

/// <summary>When keys are replaced.</summary>
/// <param name="Age">Keys that have signed for so long get successors.</param>
/// <param name="Linger">A retired key stays published for so long: longer than any mail is under way. RFC 6376 §3.6.1, §8.</param>
public sealed record RotationOptions(TimeSpan Age, TimeSpan Linger);
