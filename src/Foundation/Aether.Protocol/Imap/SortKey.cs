namespace Aether.Protocol.Imap;

/// <summary>What SORT sorts by. RFC 5256 §3.</summary>
public enum SortKey
{
    /// <summary>An annotation, by <see cref="SortCriterion.Entry"/>. RFC 5257 §4.9.</summary>
    Annotation,

    /// <summary>INTERNALDATE.</summary>
    Arrival,

    /// <summary>The local part of the first address.</summary>
    Cc,

    /// <summary>The Date field in UTC, or INTERNALDATE.</summary>
    Date,

    /// <summary>The name that is shown of the first sender or addressee, or the address. RFC 5957 §3.</summary>
    DisplayFrom,
    DisplayTo,
    From,

    /// <summary>The mod-sequence.</summary>
    ModSeq,

    /// <summary>How well it fits a fuzzy search, the best first. RFC 6203 §5.</summary>
    Relevancy,
    Size,

    /// <summary>The base subject.</summary>
    Subject,
    To,
    Uid,
}
