using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>COPY and MOVE, with COPYUID; a move's EXPUNGEs come with the news before the reply. RFC 3501 §6.4.7, RFC 6851, RFC 4315 §3.</summary>
internal sealed class CopyCommand(CopyMode mode) : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input.Arguments.Span, out var set, out string? name))
            return ImapReply.Syntax("COPY set mailbox");
        var selected = session.Selected!;
        if (mode is CopyMode.Move && selected.Mode is OpenMode.ReadOnly)
            return ImapReply.ReadOnly;
        if (selected.View.Resolve(set, input.Numbering) is not { } places)
            return ImapReply.BadNumbers;
        if (await session.Store.Mailboxes.FindAsync(session.Account, name, ct) is not { Selectable: true } target)
            return ImapReply.TryCreate;

        var messages = session.Store.Messages;
        var uids = selected.View.UidsAt(places);
        var result = mode is CopyMode.Copy
            ? await messages.CopyAsync(session.Account, selected.Mailbox.Id, uids, target.Id, ct)
            : await messages.MoveAsync(session.Account, selected.Mailbox.Id, uids, target.Id, ct);
        return result.Status switch
        {
            MessageStatus.NoSuchMailbox => ImapReply.TryCreate,
            MessageStatus.OverQuota => ImapReply.OverQuota,
            _ => Done(session.Responses, result),
        };
    }

    private ImapReply Done(ResponseWriter responses, CopyResult result)
    {
        string done = mode is CopyMode.Copy ? "Copied." : "Moved.";
        if (result.Pairs.Count is 0)
            return ImapReply.Ok(done);
        string code = $"COPYUID {result.UidValidity} {SequenceSet.Format([.. result.Pairs.Select(static pair => pair.Source.Value)])} "
            + SequenceSet.Format([.. result.Pairs.Select(static pair => pair.Target.Value)]);
        if (mode is CopyMode.Copy)
            return ImapReply.Ok(code, done);

        // RFC 6851 §4.3: before the EXPUNGEs, or the client could no longer tell what the UIDs were.
        responses.Untagged($"OK [{code}] {done}");
        return ImapReply.Ok(done);
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, [NotNullWhen(true)] out SequenceSet? set, [NotNullWhen(true)] out string? name)
    {
        var reader = new ArgumentReader(arguments);
        name = null;
        return MessageSet.TryRead(ref reader, out set) && reader.TryMailbox(out name) && reader.AtEnd;
    }
}
