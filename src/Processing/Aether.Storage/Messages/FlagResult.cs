namespace Aether.Storage.Messages;

/// <summary>What a change of flags came to.</summary>
/// <param name="Changed">The rows that differ from before, with their new flags and mod-sequence, by UID.</param>
/// <param name="KeywordsLeftOut">The account has as many keywords as it may: some were not set.</param>
public sealed record FlagResult(IReadOnlyList<FlagResult.Row> Changed, bool KeywordsLeftOut)
{
    /// <summary>Those left as they are because somebody changed them since. RFC 7162 §3.1.3.</summary>
    public IReadOnlyList<Uid> Modified { get; init; } = [];

    /// <summary>Null: nothing changed, or others changed something between the pieces of a large change.</summary>
    public ModSeqStep? Step { get; init; }

    public readonly record struct Row(Uid Uid, long Flags, ModSeq ModSeq);
}
