namespace Aether.Protocol.Imap;

/// <summary>The data items of FETCH. RFC 3501 §6.4.5.</summary>
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
}
