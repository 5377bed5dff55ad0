namespace Aether.Mime.Structure;

/// <summary>What a part is, as far as addressing and searching care. RFC 3501 §6.4.5.</summary>
public enum PartKind : byte
{
    Other,
    Text,
    Html,
    Multipart,

    /// <summary>message/rfc822: its one child is the message inside.</summary>
    Message,
}
