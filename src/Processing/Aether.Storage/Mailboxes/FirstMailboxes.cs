namespace Aether.Storage.Mailboxes;

/// <summary>What a new account begins with: INBOX and the mailboxes that clients look for (RFC 6154).</summary>
internal static class FirstMailboxes
{
    public static readonly IReadOnlyList<(string Name, SpecialUse Use)> All =
    [
        (Mailbox.Inbox, SpecialUse.Inbox), ("Archive", SpecialUse.Archive), ("Drafts", SpecialUse.Drafts),
        ("Junk", SpecialUse.Junk), ("Sent", SpecialUse.Sent), ("Trash", SpecialUse.Trash),
    ];
}
