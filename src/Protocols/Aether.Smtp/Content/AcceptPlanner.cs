using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue;
using Aether.Queue.Local;
using Aether.Smtp.Session;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;

namespace Aether.Smtp.Content;

/// <summary>Turns a transaction into the one operation that precedes its 250: local copies, and queue rows for the rest.</summary>
internal sealed class AcceptPlanner(SmtpSession session, DateTimeOffset now)
{
    private readonly SmtpTransaction transaction = session.Transaction!;

    /// <param name="addedFields">Fields the submission lacked, CRLF-ended.</param>
    /// <param name="full">Accounts that can't take it now: the queue tries again for them.</param>
    public AcceptPlan Plan(string addedFields, IReadOnlySet<AccountId> full)
    {
        var local = new Dictionary<AccountId, string>();
        var queued = new Dictionary<string, QueueRecipient>(StringComparer.Ordinal);
        foreach (var recipient in transaction.Recipients)
        {
            foreach (var target in recipient.Targets)
            {
                if (target.Account is { } account && GoesDirectly(recipient, account))
                    local.TryAdd(account, target.Address);
                else
                    queued.TryAdd(target.Address, ToQueue(recipient, target));
            }
        }

        bool GoesDirectly(AcceptedRecipient recipient, AccountId account) =>
            !recipient.Arguments.Notify.HasFlag(DsnNotify.Success) // the queue writes the report it asks for
            && !full.Contains(account)
            && (local.Count < AcceptPlan.MaxLocal || local.ContainsKey(account));

        var only = transaction.Recipients.Count == 1 ? transaction.Recipients[0].Arguments.Recipient.ToString() : null;
        byte[] common = [.. TraceFields.Received(session, only, now), .. Encoding.ASCII.GetBytes(addedFields)];
        var sender = transaction.Mail.Sender?.ToString() ?? "";
        return new AcceptPlan(
            transaction.MessageId,
            [.. local.Select(copy => new LocalDelivery(copy.Key, null, FinalDelivery.Prefix(sender, copy.Value, common)))],
            queued.Count == 0 ? null : new QueueEntry(sender, common, Envelope(), QueuePriority.Normal, now + session.Options.QueueLifetime, [.. queued.Values]));
    }

    private QueueEnvelope Envelope() => new(
        transaction.Mail.Body switch { BodyType.EightBitMime => "8BITMIME", BodyType.BinaryMime => "BINARYMIME", _ => "7BIT" },
        transaction.Mail.SmtpUtf8,
        transaction.Mail.EnvelopeId is { } id ? Xtext.Encode(id) : null,
        transaction.Mail.Return switch { DsnReturn.Full => "FULL", DsnReturn.Headers => "HDRS", _ => null },
        session.Login?.Address);

    private static QueueRecipient ToQueue(AcceptedRecipient recipient, RecipientTarget target) => new(
        target.Address,
        Mailbox.TryParse(target.Address, out var mailbox) ? QueueDomains.Of(mailbox) : "",
        recipient.Arguments.Original?.ToString() ?? Original(recipient, target),
        recipient.Arguments.Notify is DsnNotify.Unspecified ? null : DsnNotifyGrammar.Format(recipient.Arguments.Notify));

    // RFC 3461 §5.2.3: behind an alias, what the sender wrote is kept.
    private static string? Original(AcceptedRecipient recipient, RecipientTarget target) =>
        string.Equals(recipient.Arguments.Recipient.ToString(), target.Address, StringComparison.Ordinal) || !recipient.Arguments.Recipient.IsAscii
            ? null
            : new OriginalRecipient("rfc822", recipient.Arguments.Recipient.ToString()).ToString();
}
