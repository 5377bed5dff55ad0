namespace Aether.Queue.Replies;

/// <summary>Why a server did not take a message, as operators count it and rules ask for it.</summary>
public enum ReplyClass
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The address does not exist, or no longer.</summary>
    UnknownUser,

    /// <summary>The mailbox takes nothing more.</summary>
    MailboxFull,

    /// <summary>The message is larger than it may be.</summary>
    TooBig,

    /// <summary>It is taken for spam, or its sender's address stands on a list.</summary>
    Spam,

    /// <summary>A rule of theirs, login and authentication of senders among them.</summary>
    Policy,

    /// <summary>Too much from us in too short a time, or a greylist.</summary>
    Rate,

    /// <summary>The host could not be reached, or broke off.</summary>
    Network,

    /// <summary>TLS failed that had to be.</summary>
    Tls,

    /// <summary>The content, or an extension it needs.</summary>
    Content,
}
