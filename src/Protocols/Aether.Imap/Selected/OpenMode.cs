namespace Aether.Imap.Selected;

/// <summary>How a mailbox is opened: SELECT or EXAMINE. RFC 3501 §6.3.1, §6.3.2.</summary>
internal enum OpenMode
{
    ReadWrite,
    ReadOnly,
}
