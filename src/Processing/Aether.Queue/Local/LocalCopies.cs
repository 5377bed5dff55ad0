using Aether.Identity.Recipients;
using Aether.Protocol.Smtp;
using Aether.Queue.Outbound;
using Aether.Queue.Reports;
using Aether.Queue.Routing;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Queue.Local;

/// <summary>
/// Recipients that turn out to be ours: what is to be stored for them, in the operation that takes them off the queue, so that
/// each is delivered exactly once. A recipient that is nobody's fails here; one of others is left to its domain.
/// </summary>
internal sealed class LocalCopies(MailStore store, RecipientResolver resolver, ReportIntake? intake)
{
    private static readonly SmtpReply Delivered = new(250, new(2, 1, 5), "Delivered to the mailbox");
    private static readonly SmtpReply Unknown = new(550, new(5, 1, 1), "No such mailbox");
    private static readonly SmtpReply BadAlias = new(451, new(4, 3, 5), "The alias leads nowhere at the moment");

    /// <returns>Null when the recipient is not ours.</returns>
    public async ValueTask<LocalCopy?> FindAsync(QueuedMessage message, LeasedRecipient recipient, CancellationToken ct)
    {
        if (!Mailbox.TryParse(recipient.Recipient.Address, out var mailbox))
            return Refused(recipient, Unknown);
        var found = await resolver.ResolveAsync(mailbox.UnquotedLocalPart, mailbox.Domain, ct);
        return found.Kind switch
        {
            RecipientKind.NotOurs => null,
            RecipientKind.Found => new LocalCopy(new RecipientResult(recipient, Delivered, null), Plan(message, mailbox, found)),
            RecipientKind.Reports when intake is not null => new LocalCopy(new RecipientResult(recipient, await intake.TakeAsync(message, ct), null) { IsQuiet = true }, null),
            RecipientKind.BadAlias => Refused(recipient, BadAlias),
            _ => Refused(recipient, Unknown),
        };
    }

    /// <summary>The message as the store takes it again: its blob is shared, not copied.</summary>
    public Task<StoredMessage> ReopenAsync(QueuedMessage message, CancellationToken ct) => store.Bodies.ReopenAsync(message.Blob, ct);

    private static LocalCopy Refused(LeasedRecipient recipient, SmtpReply reply) => new(new RecipientResult(recipient, reply, null), null);

    private static AcceptPlan Plan(QueuedMessage message, Mailbox mailbox, RecipientResolution found)
    {
        var local = found.Local.Take(AcceptPlan.MaxLocal)
            .Select(copy => new LocalDelivery(copy.Account, null, FinalDelivery.Prefix(message.Sender, mailbox.ToString(), message.Prefix.Span)));

        // An alias wider than one operation may be, or leading elsewhere: the rest is queued again under its own names.
        QueueRecipient[] rest = [.. found.Local.Skip(AcceptPlan.MaxLocal).Select(copy => copy.Address).Concat(found.Remote).Select(ToQueue).OfType<QueueRecipient>()];
        ReadOnlyMemory<byte> prefix = found.Remote.Count == 0 ? message.Prefix : (byte[])[.. FinalDelivery.Passed(mailbox.ToString()), .. message.Prefix.Span];
        var entry = rest.Length == 0 ? null : new QueueEntry(message.Sender, prefix, message.Envelope, message.Priority, message.Expires, rest);
        return new AcceptPlan(message.MessageId, [.. local], entry);
    }

    private static QueueRecipient? ToQueue(string address) =>
        Mailbox.TryParse(address, out var mailbox) ? new QueueRecipient(address, QueueDomains.Of(mailbox)) : null;
}
