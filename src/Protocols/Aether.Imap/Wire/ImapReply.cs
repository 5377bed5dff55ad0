namespace Aether.Imap.Wire;

/// <summary>The tagged end of a command: status, response code, text. RFC 3501 §7.1, RFC 5530.</summary>
internal sealed record ImapReply(ReplyStatus Status, string? Code, string Text)
{
    public static ImapReply NoSuchMailbox { get; } = No("NONEXISTENT", "There is no such mailbox.");

    /// <summary>RFC 5530 §3, RFC 4314 §4: the user may know of the mailbox, but not do that.</summary>
    public static ImapReply NoPermission { get; } = No("NOPERM", "You have no right to do that.");

    /// <summary>RFC 3501 §6.3.11: tells the client that creating the mailbox would help.</summary>
    public static ImapReply TryCreate { get; } = No("TRYCREATE", "There is no such mailbox.");

    public static ImapReply OverQuota { get; } = No("OVERQUOTA", "The account is full.");

    public static ImapReply ReadOnly { get; } = No("READ-ONLY", "The mailbox is open for reading only.");

    public static ImapReply PrivacyRequired { get; } = No("PRIVACYREQUIRED", "Start TLS first.");

    public static ImapReply Unavailable { get; } = No("UNAVAILABLE", "The store takes nothing at the moment; try later.");

    /// <summary>RFC 5530 §3: what could be read was sent.</summary>
    public static ImapReply Damaged { get; } = No("CORRUPTION", "Some of the messages are damaged on disk and were left out.");

    public static ImapReply BadNumbers { get; } = Bad("There is no such message number.");

    /// <summary>RFC 9586 §3: the session has no message numbers.</summary>
    public static ImapReply UidRequired { get; } = Bad("Message numbers are off; use the UID command.") with { Code = "UIDREQUIRED" };

    public static ImapReply Ok(string text) => new(ReplyStatus.Ok, null, text);

    public static ImapReply Ok(string code, string text) => new(ReplyStatus.Ok, code, text);

    public static ImapReply No(string code, string text) => new(ReplyStatus.No, code, text);

    public static ImapReply Bad(string text) => new(ReplyStatus.Bad, null, text);

    /// <summary>The arguments are not what <paramref name="usage"/> shows.</summary>
    public static ImapReply Syntax(string usage) => Bad("Expected: " + usage);
}
