namespace Aether.Protocol.Imap;

/// <summary>The search keys of RFC 3501 §6.4.4 and RFC 5032. Flag keys with a negation are <see cref="Flag"/> under <see cref="Not"/>.</summary>
public enum SearchKeyKind
{
    All,

    /// <summary>A flag, by <see cref="SearchKey.Text"/>.</summary>
    Flag,
    SequenceNumbers,
    Uids,
    InternalBefore,
    InternalOn,
    InternalSince,
    SentBefore,
    SentOn,
    SentSince,

    /// <summary>INTERNALDATE by its distance from now, <see cref="SearchKey.Size"/> seconds. RFC 5032 §2.</summary>
    Older,
    Younger,
    Larger,
    Smaller,

    /// <summary>A header field, by <see cref="SearchKey.Field"/>, holding <see cref="SearchKey.Text"/>.</summary>
    Header,
    Body,

    /// <summary>Header or body.</summary>
    Text,
    Not,

    /// <summary>Two keys.</summary>
    Or,

    /// <summary><see cref="SearchKey.Operands"/> keys.</summary>
    And,
}
