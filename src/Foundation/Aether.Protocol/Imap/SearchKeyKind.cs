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

    /// <summary>When a message came into the mailbox. RFC 8514 §4.3.</summary>
    SavedBefore,
    SavedOn,
    SavedSince,

    /// <summary>The mailbox keeps that date: ours all do. RFC 8514 §4.3.</summary>
    SaveDateSupported,
    Larger,
    Smaller,

    /// <summary>A header field, by <see cref="SearchKey.Field"/>, holding <see cref="SearchKey.Text"/>.</summary>
    Header,
    Body,

    /// <summary>Header or body.</summary>
    Text,

    /// <summary>Mod-sequence, at least <see cref="SearchKey.Size"/>. RFC 7162 §3.1.5.</summary>
    ModSeq,

    /// <summary>An id, by <see cref="SearchKey.Text"/>. RFC 8474 §6.</summary>
    EmailId,
    ThreadId,

    /// <summary>An annotation whose name matches <see cref="SearchKey.Field"/>, on the sides that <see cref="SearchKey.Size"/> names, holding <see cref="SearchKey.Text"/>. RFC 5257 §4.8.</summary>
    Annotation,
    Not,

    /// <summary>While it is read only: what it stands before is marked. RFC 6203 §3.</summary>
    Fuzzy,

    /// <summary>Two keys.</summary>
    Or,

    /// <summary><see cref="SearchKey.Operands"/> keys.</summary>
    And,
}
