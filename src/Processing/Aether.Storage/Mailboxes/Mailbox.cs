using Aether.Storage.Messages;

namespace Aether.Storage.Mailboxes;

/// <summary>A mailbox with its counters, as of one moment.</summary>
/// <param name="Path">Full name: Unicode, levels joined by <c>/</c>; INBOX in capitals.</param>
/// <param name="Selectable">False: a bare level of the hierarchy, kept for its children (\Noselect).</param>
public sealed record Mailbox(MailboxId Id, AccountId Account, string Path, SpecialUse Use, bool Selectable, MailboxCounters Counters)
{
    /// <summary>Between the levels of <see cref="Path"/>.</summary>
    public const char Separator = '/';

    public const string Inbox = "INBOX";
}
