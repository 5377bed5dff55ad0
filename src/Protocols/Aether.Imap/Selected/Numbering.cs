namespace Aether.Imap.Selected;

/// <summary>How a command names messages. RFC 3501 §2.3.1.</summary>
internal enum Numbering
{
    Sequence,
    Uid,
}
