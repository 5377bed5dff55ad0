namespace Aether.Protocol.Imap;

/// <summary>The data items of FETCH. RFC 3501 §6.4.5, and the extensions named beside them.</summary>
public enum FetchItemKind
{
    Uid,
    Flags,
    InternalDate,
    Size,
    Envelope,
    BodyStructure,

    /// <summary>BODY without a section: the structure without extension data.</summary>
    Body,

    /// <summary>Octets of the message: BODY[…], BODY.PEEK[…] and the RFC822 items.</summary>
    Section,

    /// <summary>A part without its transfer encoding, and its size then. RFC 3516 §4.2, §4.3.</summary>
    Binary,
    BinarySize,

    /// <summary>The mod-sequence. RFC 7162 §3.1.4.</summary>
    ModSeq,

    /// <summary>Ids that stay over moves. RFC 8474 §5.</summary>
    EmailId,
    ThreadId,

    /// <summary>The beginning of the text. RFC 8970 §3.</summary>
    Preview,

    /// <summary>When the message came into the mailbox. RFC 8514 §4.2.</summary>
    SaveDate,

    /// <summary>What is noted on the message. RFC 5257 §4.3.</summary>
    Annotation,
}
