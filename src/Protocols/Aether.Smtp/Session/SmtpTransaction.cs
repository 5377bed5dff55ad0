using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>One mail transaction, from MAIL to the end of its content. RFC 5321 §3.3.</summary>
/// <param name="mail">Its sender and parameters.</param>
/// <param name="messageId">Correlation id from here to delivery.</param>
internal sealed class SmtpTransaction(MailArguments mail, string messageId)
{
    public MailArguments Mail { get; } = mail;

    public string MessageId { get; } = messageId;

    public List<AcceptedRecipient> Recipients { get; } = [];

    /// <summary>Set from the first chunk on.</summary>
    public IncomingContent? Content { get; set; }
}
