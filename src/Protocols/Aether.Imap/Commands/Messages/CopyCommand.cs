using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>COPY and MOVE, with COPYUID; a move's EXPUNGEs come with the news before the reply. RFC 3501 §6.4.7, RFC 6851, RFC 4315 §3.</summary>
internal sealed class CopyCommand(CopyMode mode) : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var set, out string? name))
            return ImapReply.Syntax("COPY set mailbox");
        var selected = session.Selected!;
        if (mode is CopyMode.Move && selected.Mode is OpenMode.ReadOnly)
            return ImapReply.ReadOnly;
        if (selected.View.Resolve(set, input.Numbering) is not { } places)
            return ImapReply.BadNumbers;
        await MessageLimit.LeaveIfManyAsync(places);
        if (mode is CopyMode.Move && !selected.Reached.Allows(AclRights.DeleteMessage | AclRights.Expunge))
            return ImapReply.NoPermission;
        var (target, missing) = await session.Reach.SeekAsync(name, AclRights.Insert, ImapReply.TryCreate, ct);
        if (target is null)
            return missing;

        // RFC 9738 §3: a COPY is done for all or none; a MOVE may be gone on with.
        if (mode is CopyMode.Copy && MessageLimit.Count(places) > MessageLimit.Of(session))
            return MessageLimit.Refusal(MessageLimit.Of(session));
        var lowest = MessageLimit.Cut(session, selected.View, places);

        CopyResult result;
        try
        {
            result = await CopiedMessages.StoreAsync(session, places, target, mode, ct);
        }
        catch (CorruptBlobException)
        {
            return ImapReply.Damaged; // the store has told the operator
        }

        if (mode is CopyMode.Move || target.Mailbox.Id == selected.Mailbox.Id)
            selected.LookAgain();
        return result.Status switch
        {
            MessageStatus.NoSuchMailbox => ImapReply.TryCreate,
            MessageStatus.OverQuota => ImapReply.OverQuota,
            _ => MessageLimit.Tell(session, Done(session, result), lowest),
        };
    }

    private ImapReply Done(ImapSession session, CopyResult result)
    {
        string done = mode is CopyMode.Copy ? "Copied." : "Moved.";
        if (result.Pairs.Count is 0 || !session.Offers("UIDPLUS"))
            return ImapReply.Ok(done);
        var pairs = result.Pairs as CopyResult.Pair[] ?? [.. result.Pairs];
        uint[] sources = new uint[pairs.Length];
        uint[] targets = new uint[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
            (sources[i], targets[i]) = (pairs[i].Source.Value, pairs[i].Target.Value);
        string code = $"COPYUID {result.UidValidity} {SequenceSet.Format(sources)} {SequenceSet.Format(targets)}";
        if (mode is CopyMode.Copy)
            return ImapReply.Ok(code, done);

        // RFC 6851 §4.3: before the EXPUNGEs, or the client could no longer tell what the UIDs were.
        session.Responses.Untagged($"OK [{code}] {done}");
        return ImapReply.Ok(done);
    }

    private static bool TryParse(CommandInput input, [NotNullWhen(true)] out SequenceSet? set, [NotNullWhen(true)] out string? name)
    {
        var reader = input.Read();
        name = null;
        return MessageSet.TryRead(ref reader, out set) && reader.TryMailbox(out name) && reader.AtEnd;
    }
}
