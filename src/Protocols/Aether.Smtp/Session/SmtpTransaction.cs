using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>One mail transaction, from MAIL to the end of its content. RFC 5321 §3.3.</summary>
/// <param name="mail">Its sender and parameters.</param>
/// <param name="messageId">Correlation id from here to delivery.</param>
internal sealed class SmtpTransaction(MailArguments mail, string messageId)
{
    public MailArguments Mail { get; set; } = mail;

    /// <summary>Delivery waits until then; null: it does not.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public string MessageId { get; } = messageId;

    /// <summary>What outside takes part in it.</summary>
    public List<TransactionPart> Parts { get; } = [];

    /// <summary>A hook wants it taken and dropped.</summary>
    public bool IsDiscarded { get; set; }

    public List<AcceptedRecipient> Recipients { get; } = [];

    /// <summary>Set from the first chunk on.</summary>
    public IncomingContent? Content { get; set; }
}
