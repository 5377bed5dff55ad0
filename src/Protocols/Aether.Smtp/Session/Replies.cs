using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>The constant replies. Text for peers is generic: what an operator needs is in the log. RFC 5321 §4.2, RFC 3463.</summary>
internal static class Replies
{
    public static SmtpReply Ok { get; } = new(250, new(2, 0, 0), "OK");

    public static SmtpReply Reset { get; } = new(250, new(2, 0, 0), "Flushed");

    public static SmtpReply SenderOk { get; } = new(250, new(2, 1, 0), "Sender OK");

    public static SmtpReply RecipientOk { get; } = new(250, new(2, 1, 5), "Recipient OK");

    public static SmtpReply Bye { get; } = new(221, new(2, 0, 0), "Bye");

    public static SmtpReply ReadyForTls { get; } = new(220, new(2, 0, 0), "Ready to start TLS");

    public static SmtpReply SendContent { get; } = SmtpReply.Plain(354, "Send the message, end with <CRLF>.<CRLF>");

    /// <summary>Never sent: the reply comes once the chunk behind the command is read. RFC 3030 §2.</summary>
    public static SmtpReply AfterChunk { get; } = SmtpReply.Plain(250, "");

    /// <summary>Never sent: all there is to say lies in the session already. RFC 2033 §4.2.</summary>
    public static SmtpReply AlreadySaid { get; } = SmtpReply.Plain(250, "");

    public static SmtpReply Authenticated { get; } = new(235, new(2, 7, 0), "Authentication succeeded");

    // RFC 5321 §3.5.3: 252 says neither yes nor no, so that nobody learns who is here.
    public static SmtpReply CannotVerify { get; } = new(252, new(2, 5, 0), "Send some mail, I'll try my best");

    public static SmtpReply Help { get; } = new(214, new(2, 0, 0),
        "EHLO HELO MAIL RCPT DATA BDAT BURL RSET NOOP VRFY EXPN HELP QUIT STARTTLS AUTH", "See RFC 5321");

    // RFC 5321 §3.1: a session is refused in place of the greeting.
    public static SmtpReply NoPartyOfOurs { get; } = new(554, new(5, 7, 1), "Only programs of this site deliver here");

    // Refusals of the session.
    public static SmtpReply ShuttingDown { get; } = new(421, new(4, 3, 2), "Server is shutting down");

    public static SmtpReply TimedOut { get; } = new(421, new(4, 4, 2), "Timed out waiting for you");

    public static SmtpReply TooSlow { get; } = new(421, new(4, 4, 2), "Content comes too slowly");

    public static SmtpReply InternalError { get; } = new(421, new(4, 3, 0), "Internal error, try again later");

    public static SmtpReply TooManyErrors { get; } = new(421, new(4, 7, 0), "Too many errors");

    public static SmtpReply TooManyAuthFailures { get; } = new(421, new(4, 7, 0), "Too many failed logins");

    public static SmtpReply TooManyBadRecipients { get; } = new(421, new(4, 7, 0), "Too many unknown recipients");

    public static SmtpReply EarlyTalker { get; } = new(521, new(5, 5, 1), "You spoke before the greeting");

    public static SmtpReply UnauthorisedPipelining { get; } = new(503, new(5, 5, 1), "Improper use of command pipelining");

    public static SmtpReply PlaintextBehindStartTls { get; } = new(503, new(5, 5, 1), "Data behind STARTTLS");

    // Refusals of commands.
    public static SmtpReply UnknownCommand { get; } = new(500, new(5, 5, 1), "Command not recognized");

    public static SmtpReply NotACommand { get; } = new(500, new(5, 5, 2), "Syntax error");

    public static SmtpReply LineTooLong { get; } = new(500, new(5, 5, 6), "Line too long");

    public static SmtpReply BareTerminator { get; } = new(500, new(5, 5, 2), "Lines end with CRLF and nothing else");

    public static SmtpReply NoArguments { get; } = new(501, new(5, 5, 4), "No arguments are allowed");

    public static SmtpReply GreetFirst { get; } = new(503, new(5, 5, 1), "Say EHLO first");

    public static SmtpReply BadSequence { get; } = new(503, new(5, 5, 1), "Bad sequence of commands");

    public static SmtpReply NestedMail { get; } = new(503, new(5, 5, 1), "A transaction is open");

    public static SmtpReply NeedMail { get; } = new(503, new(5, 5, 1), "Say MAIL first");

    public static SmtpReply NeedRecipient { get; } = new(503, new(5, 5, 1), "No valid recipients");

    public static SmtpReply NotImplemented { get; } = new(502, new(5, 5, 1), "Command not implemented");

    public static SmtpReply TlsNotAvailable { get; } = new(502, new(5, 5, 1), "STARTTLS is not available");

    public static SmtpReply AuthNotAvailable { get; } = new(502, new(5, 5, 1), "AUTH is not available");

    // Envelope.
    public static SmtpReply UnknownParameter { get; } = new(555, new(5, 5, 4), "Parameter not recognized");

    public static SmtpReply BadParameter { get; } = new(501, new(5, 5, 4), "Bad parameter value");

    public static SmtpReply BadSenderAddress { get; } = new(501, new(5, 1, 7), "Bad sender address");

    public static SmtpReply BadRecipientAddress { get; } = new(501, new(5, 1, 3), "Bad recipient address");

    // RFC 6531 §3.5.
    public static SmtpReply Utf8SenderNotAllowed { get; } = new(550, new(5, 6, 7), "This sender needs SMTPUTF8");

    public static SmtpReply Utf8RecipientNotAllowed { get; } = new(553, new(5, 6, 7), "This recipient needs SMTPUTF8");

    public static SmtpReply SolicitationRefused { get; } = new(550, new(5, 7, 1), "This kind of solicitation is not wanted here");

    public static SmtpReply HeldTooLong { get; } = new(501, new(5, 5, 4), "This is further ahead than messages are held");

    public static SmtpReply NotALocalName { get; } = new(252, new(2, 5, 2), "Not of this site, I'll relay what you may send");

    public static SmtpReply NotAList { get; } = new(550, new(5, 1, 1), "No such list");

    // RFC 4954 §6, RFC 6409 §6: limits pass, so these are for now.
    public static SmtpReply SendingLimit { get; } = new(450, new(4, 7, 1), "You have sent as much as you may for now");

    public static SmtpReply TooMuchMail { get; } = new(450, new(4, 7, 1), "Too much mail from you, slow down");

    public static SmtpReply TooMuchForRecipient { get; } = new(450, new(4, 2, 1), "This recipient gets too much mail, try again later");

    public static SmtpReply TooManyConnections { get; } = new(421, new(4, 7, 0), "Too many connections from you, slow down");

    public static SmtpReply Greylisted { get; } = new(451, new(4, 7, 1), "Not seen before, please try again in some minutes"); // RFC 6647 §2.1

    public static SmtpReply AuthorNotYours { get; } = new(550, new(5, 7, 1), "The From address is not yours");

    public static SmtpReply OneFromField { get; } = new(550, new(5, 6, 0), "A message has one From field");

    public static SmtpReply BadFromField { get; } = new(550, new(5, 6, 0), "The From field can't be understood");

    public static SmtpReply HookRefused { get; } = new(550, new(5, 7, 1), "Refused by a filter of this site");

    public static SmtpReply HookUnavailable { get; } = new(451, new(4, 7, 1), "A filter can't look at it now, try again later");

    /// <summary>RFC 3207 §4.</summary>
    public static SmtpReply TlsFirst { get; } = new(530, new(5, 7, 0), "Must issue a STARTTLS command first");

    public static SmtpReply AuthenticationRequired { get; } = new(530, new(5, 7, 0), "Authentication required");

    public static SmtpReply SenderNotYours { get; } = new(550, new(5, 7, 1), "This sender address is not yours");

    public static SmtpReply RelayDenied { get; } = new(550, new(5, 7, 1), "Relaying denied");

    public static SmtpReply UnknownRecipient { get; } = new(550, new(5, 1, 1), "No such mailbox");

    public static SmtpReply RecipientLater { get; } = new(451, new(4, 3, 0), "Recipient can't be checked now, try again later");

    // RFC 5321 §4.5.3.1.10: 452, not 552, so that the client sends the rest in another transaction.
    public static SmtpReply TooManyRecipients { get; } = new(452, new(4, 5, 3), "Too many recipients");

    // Content.
    public static SmtpReply TooBig { get; } = new(552, new(5, 3, 4), "Message too big");

    public static SmtpReply BrokenLineEnds { get; } = new(550, new(5, 6, 0), "Lines must end with CRLF, and hold neither CR, LF nor NUL");

    public static SmtpReply BinaryNeedsBdat { get; } = new(503, new(5, 5, 1), "BODY=BINARYMIME goes by BDAT");

    public static SmtpReply HeaderTooBig { get; } = new(552, new(5, 3, 4), "Header too big");

    public static SmtpReply LineTooLongInText { get; } = new(554, new(5, 6, 0), "A line of the message is too long");

    public static readonly SmtpReply RecipientSuppressed = new(550, new(5, 7, 1), "The address was refused by its server, and is not sent to for a while");

    public static SmtpReply HeaderUnwanted(string text) => new(550, new(5, 7, 1), text);

    public static readonly SmtpReply DeliveryLoop = new(554, new(5, 4, 6), "The message was at this address before: forwarding goes round in a circle");

    public static SmtpReply TooManyHops { get; } = new(554, new(5, 4, 6), "Too many hops, this looks like a loop");

    public static SmtpReply ChunkOutOfOrder { get; } = new(503, new(5, 5, 1), "No transaction for this chunk");

    public static SmtpReply BurlOutOfOrder { get; } = new(503, new(5, 5, 0), "Valid RCPT TO required before BURL"); // RFC 4468 §3.3

    public static SmtpReply UrlNotTrusted { get; } = new(554, new(5, 7, 14), "The URL gives no authority for this sender"); // RFC 4468 §3.3: trust relationship required

    public static SmtpReply UrlFailed { get; } = new(554, new(5, 6, 6), "The URL leads to nothing that may be had");

    public static SmtpReply StoreUnavailable { get; } = new(452, new(4, 3, 1), "Insufficient system storage");

    // RFC 5321 §4.2.3: 451, local error in processing; RFC 3463 §3.4.
    public static SmtpReply StoreAway { get; } = new(451, new(4, 3, 0), "The mail store can't be reached now, try again later");

    public static SmtpReply MailboxFull { get; } = new(452, new(4, 2, 2), "Mailbox full");

    public static SmtpReply MailboxFullForGood { get; } = new(552, new(5, 2, 2), "Mailbox full");

    public static SmtpReply MailboxGone { get; } = new(550, new(5, 2, 1), "Mailbox no longer here");

    // The sender's checks: RFC 7372 §3.2, §3.3 has the codes.
    public static SmtpReply AuthorUnclear { get; } = new(550, new(5, 7, 1), "From must name one author, or several of one domain");

    public static SmtpReply SenderNotPermitted { get; } = new(550, new(5, 7, 23), "SPF of the sender forbids it");

    public static SmtpReply SenderUnknownForNow { get; } = new(451, new(4, 7, 24), "The sender can't be checked now, try again later");

    // RFC 4954 §4, §6.
    public static SmtpReply AlreadyAuthenticated { get; } = new(503, new(5, 5, 1), "Already authenticated");

    public static SmtpReply NotInTransaction { get; } = new(503, new(5, 5, 1), "Not during a transaction");

    public static SmtpReply EncryptionRequired { get; } = new(538, new(5, 7, 11), "Encryption required for authentication");

    public static SmtpReply UnknownMechanism { get; } = new(504, new(5, 5, 4), "Mechanism not available");

    public static SmtpReply AuthenticationFailed { get; } = new(535, new(5, 7, 8), "Authentication failed");

    public static SmtpReply AuthenticationLater { get; } = new(454, new(4, 7, 0), "Authentication is not possible now");

    public static SmtpReply AuthenticationCancelled { get; } = new(501, new(5, 7, 0), "Authentication cancelled");

    public static SmtpReply BadBase64 { get; } = new(501, new(5, 5, 2), "Not base64");

    public static SmtpReply AuthTooLong { get; } = new(500, new(5, 5, 6), "Authentication line too long");

    public static SmtpReply Syntax(string usage) => new(501, new(5, 5, 4), "Syntax: " + usage);

    public static SmtpReply Greeting(SmtpOptions options) =>
        SmtpReply.Plain(220, $"{options.Hostname} {(options.Kind is SmtpListenerKind.Lmtp ? "LMTP" : "ESMTP")} Aether");

    public static SmtpReply ChunkTaken(long octets) => new(250, new(2, 0, 0), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{octets} octets received"));

    public static SmtpReply RejectedByPolicy(string domain) => new(550, new(5, 7, 26), $"Rejected by the DMARC policy of {domain}");

    public static SmtpReply Accepted(string messageId) => new(250, new(2, 0, 0), $"Accepted as {messageId}");
}
