using Aether.Imap.Access;
using Aether.Imap.Commands.Annotations;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;
using Aether.Storage.Sharing;

namespace Aether.Imap.Commands.Messages;

/// <summary>Stores what APPEND or REPLACE brought, with those flags that its user may set. RFC 4314 §4.</summary>
internal static class AppendedMessages
{
    /// <summary>With what is noted on them, all or none. RFC 5257 §4.7.</summary>
    public static async ValueTask<AppendAllResult> StoreAsync(ImapSession session, ReachedMailbox target, MessageIntake intake, CancellationToken ct)
    {
        var result = await StoreAsync(session, target, intake.Messages, ct);
        if (result.Status is not MessageStatus.Done)
            return result;
        try
        {
            foreach (var (uid, notes) in result.Uids.Zip(intake.Annotations))
            {
                if (notes.Count > 0)
                    await session.Store.Annotations.SetAsync(target.Mailbox.Account, target.Mailbox.Id, [uid], MessageNotes.ChangesOf(notes, session.Account), session.Shared.Options.Limits.AnnotationEntries, null, ct);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            await session.Store.Messages.RemoveAsync(target.Mailbox.Account, target.Mailbox.Id, [.. result.Uids.Order()], CancellationToken.None);
            throw;
        }

        return result;
    }

    private static async ValueTask<AppendAllResult> StoreAsync(ImapSession session, ReachedMailbox target, IReadOnlyList<AppendedMessage> messages, CancellationToken ct)
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
