namespace Aether.Storage.Mailboxes;

/// <summary>Outcome of a change of the list of mailboxes.</summary>
public enum MailboxStatus
{
    Done,
    NoSuchMailbox,
    AlreadyExists,

    /// <summary>The name is empty, too long, too deep, or has a character that may not stand in it.</summary>
    BadName,

    /// <summary>INBOX may not be deleted; a bare level with children may not be deleted again. RFC 9051 §6.3.5.</summary>
    NotAllowed,

    /// <summary>Messages came in since it was emptied.</summary>
    NotEmpty,

    /// <summary>The account has as many mailboxes as it may.</summary>
    TooMany,
}
