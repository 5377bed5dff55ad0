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
}
