using Aether.Storage.Committing;

namespace Aether.Storage.Mailboxes;

/// <summary>Creates a mailbox and the levels above it that are missing. RFC 9051 §6.3.4.</summary>
internal sealed record CreateMailbox(AccountId Account, string[] Levels, SpecialUse Use, int MaxMailboxes) : Operation<MailboxStatus>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Deletes an emptied mailbox; with children it stays as a bare level. RFC 9051 §6.3.5.</summary>
internal sealed record DeleteMailbox(AccountId Account, MailboxId Mailbox) : Operation<MailboxStatus>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Gives a mailbox, and so its children, another name. RFC 9051 §6.3.6.</summary>
internal sealed record RenameMailbox(AccountId Account, MailboxId Mailbox, string[] Levels, int MaxMailboxes) : Operation<MailboxStatus>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Adds a name to, or takes it off, the subscribed ones: names, not mailboxes, so that they outlive a deletion. RFC 9051 §6.3.7.</summary>
internal sealed record SetSubscription(AccountId Account, string Path, SubscriptionChange Change) : Operation<MailboxStatus>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}
