using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Local;
using Aether.Queue.Routing;
using Aether.Smtp.Session;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;

namespace Aether.Smtp.Content;

/// <summary>Turns a transaction into the one operation that precedes its 250: local copies, and queue rows for the rest.</summary>
internal sealed class AcceptPlanner(SmtpSession session, DateTimeOffset now)
{
    public static readonly IReadOnlyDictionary<AccountId, MailboxId> NoJunk = new Dictionary<AccountId, MailboxId>();

    private readonly SmtpTransaction transaction = session.Transaction!;

    /// <summary>Where copies of accounts go instead of INBOX.</summary>
    public IReadOnlyDictionary<AccountId, MailboxId> Junk { get; init; } = NoJunk;

    /// <summary>Signatures and results, above our Received. CRLF-ended.</summary>
    public string Top { get; init; } = "";

    /// <summary>Fields for mailboxes here alone, below <see cref="Top"/>. CRLF-ended.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Recipients that it reached before: the queue returns it for them, while others get it.</summary>
    public IReadOnlySet<AcceptedRecipient> Loops { get; init; } = DeliveryLoops.None;

    /// <summary>It is kept in the queue until an operator has looked at it.</summary>
    public bool IsHeld { get; init; }

    /// <param name="addedFields">Fields the submission lacked, CRLF-ended.</param>
    /// <param name="full">Accounts that can't take it now: the queue tries again for them.</param>
    public AcceptPlan Plan(string addedFields, IReadOnlySet<AccountId> full)
    {
        var local = new Dictionary<AccountId, string>();
        var queued = new Dictionary<string, QueueRecipient>(StringComparer.Ordinal);
        foreach (var recipient in transaction.Recipients.Except(Unable(full)))
        {
            if (Loops.Contains(recipient))
            {
                var self = new RecipientTarget(null, recipient.Arguments.Recipient.ToString());
                queued.TryAdd(self.Address, ToQueue(recipient, self) with { Route = RouteOverride.Loop });
                continue;
            }

            foreach (var target in recipient.Targets)
            {
                if (target.Account is { } account && GoesDirectly(recipient, account))
                    local.TryAdd(account, target.Address);
                else
                    queued.TryAdd(target.Address, ToQueue(recipient, target));
            }
        }

        bool GoesDirectly(AcceptedRecipient recipient, AccountId account) =>
            transaction.NotBefore is null
            && !IsHeld
            && !recipient.Arguments.Notify.HasFlag(DsnNotify.Success) // the queue writes the report it asks for
            && !full.Contains(account)
            && (local.Count < AcceptPlan.MaxLocal || local.ContainsKey(account));

        var only = transaction.Recipients.Count == 1 ? transaction.Recipients[0].Arguments.Recipient.ToString() : null;
        byte[] rest = [.. TraceFields.Received(session, only, now), .. Encoding.UTF8.GetBytes(addedFields)];
        byte[] common = [.. Encoding.UTF8.GetBytes(Top), .. rest];
        byte[] here = Shown.Length == 0 ? common : [.. Encoding.UTF8.GetBytes(Top + Shown), .. rest];
        var sender = transaction.Mail.Sender?.ToString() ?? "";
        return new AcceptPlan(
            transaction.MessageId,
            [.. local.Select(copy => new LocalDelivery(copy.Key, Junk.TryGetValue(copy.Key, out var junk) ? junk : null, FinalDelivery.Prefix(sender, copy.Value, here)))],
            queued.Count == 0 ? null : Entry(sender, [.. Passed(), .. common], [.. queued.Values]));
    }

    /// <summary>Recipients that only full accounts stand for: on LMTP they are refused, elsewhere the queue has them (RFC 2033 §4.2).</summary>
    public IEnumerable<AcceptedRecipient> Unable(IReadOnlySet<AccountId> full)
    {
        if (session.Options.Kind is not SmtpListenerKind.Lmtp || full.Count == 0)
            return [];
        var asked = transaction.Recipients.Where(recipient => !recipient.IsCopy).ToList();
        var unable = asked.Where(recipient => recipient.Targets.All(target => target.Account is { } account && full.Contains(account))).ToList();
        return unable.Count == asked.Count ? transaction.Recipients : unable; // what nobody gets, no archive gets
    }

    // Of several aliases in one transaction none is named, as others would learn of them: what comes back comes for one.
    private byte[] Passed()
    {
        var from = transaction.Recipients.Select(DeliveryLoops.PassedFrom).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(2).ToArray();
        return from.Length == 1 ? FinalDelivery.Passed(from[0]) : [];
    }

    private QueueEntry Entry(string sender, byte[] prefix, IReadOnlyList<QueueRecipient> recipients)
    {
        var start = transaction.NotBefore ?? now;
        return new QueueEntry(sender, prefix, Envelope(), Priority(recipients.Count), start + session.Options.QueueLifetime, recipients) { NotBefore = transaction.NotBefore, IsHeld = IsHeld };
    }

    // RFC 6710 §6: only those we know may come before others; anybody may wait longer.
    private QueuePriority Priority(int recipients) => Ruled() ?? transaction.Mail.Wishes.Priority switch
    {
        < 0 => QueuePriority.Low,
        > 0 when session.Login is not null || session.Peer.Exempt => QueuePriority.High,
        null when recipients >= session.Limits.BulkRecipients => QueuePriority.Low,
        _ => QueuePriority.Normal,
    };

    private QueuePriority? Ruled()
    {
        if (session.Options.Rules.Priorities is not { Count: > 0 } rules)
            return null;
        string[] senders = [transaction.Mail.Sender?.ToString() ?? "", .. session.Login is { } login ? new[] { login.Address } : []];
        string[] recipients = [.. transaction.Recipients.Select(recipient => recipient.Arguments.Recipient.ToString())];
        return rules.FirstOrDefault(rule => rule.Fits(senders, recipients))?.Class;
    }

    private QueueEnvelope Envelope() => new(
        transaction.Mail.Body switch { BodyType.EightBitMime => "8BITMIME", BodyType.BinaryMime => "BINARYMIME", _ => "7BIT" },
        transaction.Mail.SmtpUtf8,
        transaction.Mail.EnvelopeId is { } id ? Xtext.Encode(id) : null,
        transaction.Mail.Return switch { DsnReturn.Full => "FULL", DsnReturn.Headers => "HDRS", _ => null },
        session.Login?.Address)
    {
        RequireTls = transaction.Mail.Wishes.RequireTls,
        TlsOptional = session is { Options.HonorsTlsOptional: true, Login: not null } && !transaction.Mail.Wishes.RequireTls && transaction.Content?.Header is { IsTlsOptional: true }, // RFC 8689 §4.1: the parameter comes first
        MtPriority = transaction.Mail.Wishes.Priority ?? 0,
        DeliverBy = transaction.Mail.Wishes.By is { } by ? now + TimeSpan.FromSeconds(by.Seconds) : null,
        DeliverByMode = transaction.Mail.Wishes.By?.ToMode(),
    };

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
