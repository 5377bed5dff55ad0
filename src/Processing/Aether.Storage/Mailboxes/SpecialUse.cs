namespace Aether.Storage.Mailboxes;

/// <summary>What a mailbox is for. RFC 6154 §2.</summary>
public enum SpecialUse
{
    None = 0,
    All = 1,
    Archive = 2,
    Drafts = 3,
    Flagged = 4,
    Junk = 5,
    Sent = 6,
    Trash = 7,

    /// <summary>INBOX itself (JMAP role "inbox"): it has no RFC 6154 attribute.</summary>
    Inbox = 8,
}
