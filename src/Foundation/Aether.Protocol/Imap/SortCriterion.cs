namespace Aether.Protocol.Imap;

/// <summary>One of the things that SORT sorts by. RFC 5256 §3.</summary>
public readonly record struct SortCriterion(SortKey Key, bool Reverse)
{
    /// <summary>The annotation that <see cref="SortKey.Annotation"/> sorts by. RFC 5257 §4.9.</summary>
    public string Entry { get; init; } = string.Empty;

    /// <summary>The reader's own value, not everybody's.</summary>
    public bool IsPrivate { get; init; }
}
