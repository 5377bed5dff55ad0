namespace Aether.Protocol.Imap;

/// <summary>Which mailboxes ESEARCH and NOTIFY are about. RFC 5465 §6, RFC 7377 §2.2.</summary>
public enum MailboxScopeKind
{
    Selected,

    /// <summary>The open one, but EXPUNGE only where any command may carry it.</summary>
    SelectedDelayed,

    /// <summary>Where mail is delivered to.</summary>
    Inboxes,
    Personal,
    Subscribed,

    /// <summary>Those named, and all below.</summary>
    Subtree,

    /// <summary>Those named, and one level below.</summary>
    SubtreeOne,

    /// <summary>Those named.</summary>
    Mailboxes,
}
