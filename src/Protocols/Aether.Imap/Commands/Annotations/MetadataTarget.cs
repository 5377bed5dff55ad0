using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Annotations;

/// <summary>What annotations belong to, and whether this user may see and change them. RFC 5464 §3.3.</summary>
/// <param name="Mailbox">Null: the user's account, which is what the server is to him.</param>
internal sealed record MetadataTarget(AccountId Account, MailboxId? Mailbox, string Path, AclRights Rights)
{
    private const AclRights AnyUse = AclRights.Read | AclRights.Seen | AclRights.Write | AclRights.Insert | AclRights.Post;

    /// <summary>Shared annotations of the server are the administrator's; those of a mailbox need the right to write.</summary>
    public bool AllowsShared => Mailbox is not null && Rights.HasFlag(AclRights.Write);

    public static async ValueTask<(MetadataTarget? Target, ImapReply Refusal)> FindAsync(ImapSession session, string name, CancellationToken ct)
    {
        if (name.Length is 0)
            return (new MetadataTarget(session.Account, null, string.Empty, AclRights.All), ImapReply.NoSuchMailbox);
        if (await session.Reach.FindAsync(name, ct) is not { } reached)
            return (null, ImapReply.NoSuchMailbox);
        if (reached.Refusal(AclRights.Lookup, ImapReply.NoSuchMailbox) is { } refusal)
            return (null, refusal);
        return (reached.Rights & AnyUse) is AclRights.None
            ? (null, ImapReply.NoPermission)
            : (new MetadataTarget(reached.Mailbox.Account, reached.Mailbox.Id, reached.Mailbox.Path, reached.Rights), ImapReply.NoSuchMailbox);
    }
}
