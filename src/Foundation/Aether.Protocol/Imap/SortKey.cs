namespace Aether.Protocol.Imap;

/// <summary>What SORT sorts by. RFC 5256 §3.</summary>
public enum SortKey
{
    /// <summary>INTERNALDATE.</summary>
    Arrival,

    /// <summary>The local part of the first address.</summary>
    Cc,

    /// <summary>The Date field in UTC, or INTERNALDATE.</summary>
    Date,
    From,
    Size,

    /// <summary>The base subject.</summary>
    Subject,
    To,
}
