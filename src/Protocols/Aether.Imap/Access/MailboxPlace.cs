using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Access;

/// <summary>Where a name leads, whether there is a mailbox or not.</summary>
/// <param name="OwnPath">The name behind the namespace's prefix, as the owner knows it.</param>
/// <param name="Above">Rights on the nearest mailbox above it.</param>
internal sealed record MailboxPlace(AccountId Owner, string OwnPath, AclRights Above);
