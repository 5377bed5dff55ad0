using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;
using Aether.Storage.Sharing;

namespace Aether.Imap.Commands.Messages;

/// <summary>Stores what APPEND or REPLACE brought, with those flags that its user may set. RFC 4314 §4.</summary>
internal static class AppendedMessages
{
    public static async ValueTask<AppendAllResult> StoreAsync(ImapSession session, ReachedMailbox target, IReadOnlyList<AppendedMessage> messages, CancellationToken ct)
    {
        if (!target.IsForeign)
            return await session.Store.Messages.AppendAllAsync(target.Mailbox.Account, target.Mailbox.Id, messages, ct);

        // Its owner has not seen it, whatever the one who puts it there says of himself.
        var allowed = messages.Select(message => message with { Flags = WithoutSeen(FlagRights.Narrow(message.Flags, target.Rights)) }).ToList();
        var result = await session.Store.Messages.AppendAllAsync(target.Mailbox.Account, target.Mailbox.Id, allowed, ct);
        if (result.Status is MessageStatus.Done && target.Allows(AclRights.Seen))
            await MarkSeenAsync(session, target, [.. messages.Zip(result.Uids).Where(static pair => pair.First.Flags.System.HasFlag(SystemFlags.Seen)).Select(static pair => pair.Second).Order()], ct);
        return result;
    }

    /// <summary>The reader has seen what he put there as seen.</summary>
    public static Task MarkSeenAsync(ImapSession session, ReachedMailbox target, IReadOnlyList<Uid> uids, CancellationToken ct) => uids.Count is 0
        ? Task.CompletedTask
        : session.Store.Acl.SetSeenAsync(target.Mailbox.Account, target.Mailbox.Id, session.Account, uids, SeenMark.Set, null, ct);

    private static FlagChange WithoutSeen(FlagChange flags) => flags with { System = flags.System & ~SystemFlags.Seen };
}
