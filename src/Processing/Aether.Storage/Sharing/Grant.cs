using Aether.Protocol.Imap;

namespace Aether.Storage.Sharing;

/// <summary>Rights that an account has on a mailbox of another, all entries that name it together.</summary>
internal readonly record struct Grant(AccountId Account, string Owner, MailboxId Mailbox, AclRights Rights);
