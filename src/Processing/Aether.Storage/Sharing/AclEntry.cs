using Aether.Protocol.Imap;

namespace Aether.Storage.Sharing;

/// <summary>What one account, or everybody, was given on a mailbox. RFC 4314 §2.</summary>
/// <param name="Grantee">Null: everybody near the owner, in its domain or its tenant's.</param>
/// <param name="Address">The grantee's; empty for everybody.</param>
/// <param name="Denied">Rights that are taken, whoever gives them: the entry with a minus sign.</param>
public sealed record AclEntry(AccountId? Grantee, string Address, AclRights Rights, AclRights Denied);
