namespace Aether.Protocol.Imap;

/// <summary>One step of a search in postfix order: operands stand before their operator. RFC 3501 §6.4.4.</summary>
public sealed record SearchKey(SearchKeyKind Kind)
{
    public string Text { get; init; } = string.Empty;

    public string Field { get; init; } = string.Empty;

    public DateOnly Day { get; init; }

    public long Size { get; init; }

    public SequenceSet? Set { get; init; }

    public int Operands { get; init; }

    /// <summary>It need not be met to the letter. RFC 6203 §3.</summary>
    public bool IsFuzzy { get; init; }
}
