namespace Aether.Storage.Messages;

/// <summary>How a change moved the mod-sequence of its mailbox: who knew all up to <paramref name="Before"/> and knows this change knows all up to <paramref name="After"/>.</summary>
public readonly record struct ModSeqStep(ModSeq Before, ModSeq After)
{
    /// <summary>Several changes as one; null when there is none, or when others came between them.</summary>
    internal static ModSeqStep? Of(IReadOnlyList<ModSeqStep> steps)
    {
        for (int i = 1; i < steps.Count; i++)
        {
            if (steps[i].Before != steps[i - 1].After)
                return null;
        }
        return steps.Count == 0 ? null : new ModSeqStep(steps[0].Before, steps[^1].After);
    }
}
