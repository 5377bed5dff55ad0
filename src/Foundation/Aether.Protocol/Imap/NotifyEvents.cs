namespace Aether.Protocol.Imap;

/// <summary>What NOTIFY tells of. RFC 5465 §5.</summary>
[Flags]
public enum NotifyEvents
{
    None = 0,
    MessageNew = 1,
    MessageExpunge = 2,
    FlagChange = 4,

    /// <summary>Mailboxes come, go, and change their names.</summary>
    MailboxName = 8,

    /// <summary>Annotations of messages, which others change. RFC 5257.</summary>
    AnnotationChange = 16,
    SubscriptionChange = 32,

    /// <summary>Annotations of mailboxes. RFC 5464.</summary>
    MailboxMetadataChange = 64,

    /// <summary>Annotations of no mailbox. RFC 5464.</summary>
    ServerMetadataChange = 128,
}
