using Aether.Protocol.Imap;

namespace Aether.Storage.Sharing;

/// <summary>A change of one entry; one without any rights goes away. RFC 4314 §3.1.</summary>
/// <param name="Grantee">Null: everybody.</param>
/// <param name="IsDenial">It is about the rights that are taken: the identifier with a minus sign. RFC 4314 §2.</param>
public sealed record AclChange(AccountId? Grantee, AclMode Mode, AclRights Rights, bool IsDenial);
