using System.Text;
using Aether.Identity.Addresses;
using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Sharing;

/// <summary>Who an entry is about: an address, or anyone; with a minus sign, what he may not. RFC 4314 §2.</summary>
/// <param name="Grantee">Null: anyone near the owner, in its domain or its tenant's.</param>
internal sealed record AclIdentifier(AccountId? Grantee, bool IsDenial)
{
    public const string Anyone = "anyone";

    /// <summary>Null when there is nobody of that name whom this user may know of: accounts of other tenants do not exist for him (case I07).</summary>
    public static async ValueTask<AclIdentifier?> FindAsync(ImapSession session, ReachedMailbox mailbox, string text, CancellationToken ct)
    {
        bool isDenial = text.StartsWith('-');
        string name = isDenial ? text[1..] : text;
        if (name == Anyone)
            return new AclIdentifier(null, isDenial);
        if (!AddressForm.TryNormalise(name, out string address) || await session.Store.Directory.FindAccountAsync(address, ct) is not { } account
            || !await session.Store.Acl.AreNearAsync(mailbox.Mailbox.Account, account.Id, ct))
        {
            return null;
        }

        return new AclIdentifier(account.Id, isDenial);
    }

    /// <summary>Reads one; it is as long as an address can be.</summary>
    public static bool TryRead(ref ArgumentReader reader, out string text)
    {
        const int MaxLength = 512;
        text = string.Empty;
        if (!reader.TrySpace() || !reader.TryAString(out var octets) || octets.Length is 0 or > MaxLength)
            return false;
        text = Encoding.UTF8.GetString(octets);
        return true;
    }
}
