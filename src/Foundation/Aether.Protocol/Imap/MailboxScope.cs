using System.Diagnostics.CodeAnalysis;

namespace Aether.Protocol.Imap;

/// <summary>A set of mailboxes, by what they are or by name. RFC 5465 §6, RFC 7377 §2.2.</summary>
/// <param name="Names">For those kinds that name mailboxes.</param>
public sealed record MailboxScope(MailboxScopeKind Kind, IReadOnlyList<string> Names)
{
    private const int MaxNames = 200;

    public static bool TryParse(ref ArgumentReader reader, [NotNullWhen(true)] out MailboxScope? scope)
    {
        scope = null;
        MailboxScopeKind? kind = reader.TryWord("SELECTED"u8) ? MailboxScopeKind.Selected
            : reader.TryWord("SELECTED-DELAYED"u8) ? MailboxScopeKind.SelectedDelayed
            : reader.TryWord("INBOXES"u8) ? MailboxScopeKind.Inboxes
            : reader.TryWord("PERSONAL"u8) ? MailboxScopeKind.Personal
            : reader.TryWord("SUBSCRIBED"u8) ? MailboxScopeKind.Subscribed
            : reader.TryWord("SUBTREE"u8) ? MailboxScopeKind.Subtree
            : reader.TryWord("SUBTREE-ONE"u8) ? MailboxScopeKind.SubtreeOne
            : reader.TryWord("MAILBOXES"u8) ? MailboxScopeKind.Mailboxes
            : null;
        if (kind is not { } found)
            return false;
        List<string> names = [];
        if (found >= MailboxScopeKind.Subtree && (!reader.TrySpace() || !TryNames(ref reader, names)))
            return false;
        scope = new MailboxScope(found, names);
        return true;
    }

    private static bool TryNames(ref ArgumentReader reader, List<string> names)
    {
        bool isList = reader.TryOpen();
        do
        {
            if (names.Count >= MaxNames || !reader.TryMailbox(out string? name))
                return false;
            names.Add(name);
        }
        while (isList && reader.TrySpace());

        return !isList || reader.TryClose();
    }
}
