using Aether.Imap.Access;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>Whether a mailbox belongs to a set of ESEARCH or NOTIFY. RFC 5465 §6.</summary>
internal static class ScopeMatch
{
    /// <param name="subscribed">Subscribed names; asked for only where the set is made of them.</param>
    public static bool Matches(MailboxScope scope, ReachedMailbox reached, IReadOnlyCollection<string> subscribed) => Matches(scope, reached.Mailbox, !reached.IsForeign, subscribed);

    private static bool Matches(MailboxScope scope, Mailbox mailbox, bool isOwn, IReadOnlyCollection<string> subscribed) => scope.Kind switch
    {
        MailboxScopeKind.Inboxes => mailbox.Path == Mailbox.Inbox,
        MailboxScopeKind.Personal => isOwn,
        MailboxScopeKind.Subscribed => subscribed.Contains(mailbox.Path),
        MailboxScopeKind.Mailboxes => scope.Names.Contains(mailbox.Path),
        MailboxScopeKind.Subtree => scope.Names.Any(name => mailbox.Path == name || IsBelow(mailbox.Path, name)),
        MailboxScopeKind.SubtreeOne => scope.Names.Any(name => mailbox.Path == name || (IsBelow(mailbox.Path, name) && mailbox.Path.IndexOf(Mailbox.Separator, name.Length + 1) < 0)),
        _ => false,
    };

    private static bool IsBelow(string path, string name) => path.Length > name.Length && path[name.Length] is Mailbox.Separator && path.StartsWith(name, StringComparison.Ordinal);
}
