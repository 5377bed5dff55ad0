using Aether.Mime.Scanning;
using Aether.Smtp.Session;

namespace Aether.Smtp.Content;

/// <summary>
/// Finds recipients that the message reached before, by its Delivered-To fields: an alias here leads elsewhere, and from there
/// it comes back. RFC 5321 §6.3, case R02.
/// </summary>
internal static class DeliveryLoops
{
    public static readonly IReadOnlySet<AcceptedRecipient> None = new HashSet<AcceptedRecipient>();

    public static IReadOnlySet<AcceptedRecipient> Find(SmtpSession session, MessageFacts facts)
    {
        // A user who sends a message on from a mailbox begins a new journey.
        if (facts.DeliveredTo.Count == 0 || session.Login is not null)
            return None;
        var before = facts.DeliveredTo.Select(address => address.TrimStart('<').TrimEnd('>')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return session.Transaction!.Recipients.Where(recipient => Watches(session, recipient) && before.Contains(recipient.Arguments.Recipient.ToString())).ToHashSet();
    }

    /// <summary>The recipient's alias leads elsewhere: the address that its mail goes on from, or null.</summary>
    public static string? PassedFrom(AcceptedRecipient recipient)
    {
        string address = recipient.Arguments.Recipient.ToString();
        return recipient.Targets.Any(target => target.Account is null && !string.Equals(target.Address, address, StringComparison.OrdinalIgnoreCase)) ? address : null;
    }

    // On LMTP the server in front may have written the field for the very delivery that it makes now; for what goes on only we write it.
    private static bool Watches(SmtpSession session, AcceptedRecipient recipient) =>
        session.Options.Kind is SmtpListenerKind.Lmtp ? PassedFrom(recipient) is not null : recipient.Targets.Any(target => target.Account is not null) || PassedFrom(recipient) is not null;
}
