namespace Aether.Validation.Publishing;

/// <summary>A key of the host that mail comes to, as a TLSA record has it.</summary>
/// <param name="IsNext">It does not serve yet, and will.</param>
/// <param name="IsSelfSigned">No authority vouches for it.</param>
public sealed record PinnedKey(string Value, bool IsNext, bool IsSelfSigned);
