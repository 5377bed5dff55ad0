namespace Aether.Storage.Messages;

/// <summary>Which message became which. RFC 4315 §3 COPYUID; messages that were already gone are left out.</summary>
public sealed record CopyResult(MessageStatus Status, uint UidValidity, IReadOnlyList<CopyResult.Pair> Pairs)
{
    public readonly record struct Pair(Uid Source, Uid Target);
}
