namespace Aether.Imap.Selected;

/// <summary>Whether this session is the first to learn of a message: \Recent. RFC 3501 §2.3.2.</summary>
internal enum Recency
{
    Known,
    Recent,
}
