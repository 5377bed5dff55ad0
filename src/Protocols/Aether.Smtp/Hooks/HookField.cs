namespace Aether.Smtp.Hooks;

/// <summary>One header field.</summary>
/// <param name="Value">What follows the colon, folds and leading space with it, without the line end.</param>
internal sealed record HookField(string Name, ReadOnlyMemory<byte> Value)
{
    /// <summary>We add it ourselves, on top: it is no part of the octets that came.</summary>
    public bool IsAdded { get; init; }
}
