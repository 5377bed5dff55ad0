namespace Aether.Protocol.Imap;

/// <summary>The last word of a section. RFC 3501 §6.4.5.</summary>
public enum SectionText
{
    /// <summary>The whole part, or the whole message.</summary>
    Whole,
    Header,
    HeaderFields,
    HeaderFieldsNot,
    Text,
    Mime,
}
