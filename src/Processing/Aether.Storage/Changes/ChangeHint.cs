namespace Aether.Storage.Changes;

/// <summary>News after a commit: something changed in this account, look. It carries no content and may be lost or doubled.</summary>
/// <param name="Mailbox">The mailbox whose messages changed, or null when the list of mailboxes did.</param>
/// <param name="ModSeq">The change's place in the account's order.</param>
public readonly record struct ChangeHint(AccountId Account, MailboxId? Mailbox, ModSeq ModSeq);
