namespace Aether.Protocol.Imap;

/// <summary>How the octets of an appended message come.</summary>
public enum AppendForm
{
    /// <summary>As a literal, or a literal8. RFC 3516 §4.4.</summary>
    Literal,

    /// <summary>As a literal8 in parentheses behind UTF8. RFC 6855 §4.</summary>
    Utf8,

    /// <summary>In parts, some of them from messages that are here already. RFC 4469 §3.</summary>
    Catenate,

    /// <summary>Annotations come before it. RFC 5257 §4.7.</summary>
    Annotated,
}
