namespace Aether.Storage.Messages;

/// <summary>What a change of flags came to.</summary>
/// <param name="Changed">The rows that differ from before, with their new flags and mod-sequence, by UID.</param>
/// <param name="KeywordsLeftOut">The account has as many keywords as it may: some were not set.</param>
public sealed record FlagResult(IReadOnlyList<FlagResult.Row> Changed, bool KeywordsLeftOut)
{
    public readonly record struct Row(Uid Uid, long Flags, ModSeq ModSeq);
}
