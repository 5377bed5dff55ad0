using Aether.Imap.Commands.Annotations;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>REPLACE: stores a message, then removes the one it stands for; a draft saved again. RFC 8508 §3.</summary>
internal sealed class ReplaceCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var intake = new MessageIntake(session);
        var selected = session.Selected!;
        if (!TryParse(input, out uint number, out string name, out var rest))
            return await intake.RefuseAsync(ImapReply.Syntax("REPLACE number mailbox [(flag ...)] [date-time] literal"), ct);
        if (selected.Mode is OpenMode.ReadOnly)
            return await intake.RefuseAsync(ImapReply.ReadOnly, ct);
        int index = input.Numbering is Numbering.Uid ? selected.View.IndexOf(new Uid(number)) : (int)Math.Min(number, int.MaxValue) - 1;
        if (index < 0 || index >= selected.View.Count)
            return await intake.RefuseAsync(input.Numbering is Numbering.Uid ? ImapReply.No("NONEXISTENT", "There is no such message.") : ImapReply.BadNumbers, ct);
        if (!selected.Reached.Allows(AclRights.DeleteMessage | AclRights.Expunge))
            return await intake.RefuseAsync(ImapReply.NoPermission, ct);
        var (reached, missing) = await session.Reach.SeekAsync(name, AclRights.Insert, ImapReply.TryCreate, ct);
        if (reached is null)
            return await intake.RefuseAsync(missing, ct);
        if (await intake.ReadAsync(rest, most: 1, ct) is { } refusal)
            return refusal;

        if (!intake.Annotations.All(notes => notes.Count is 0 || MessageNotes.Allows(reached, notes)))
            return ImapReply.NoPermission;
        var result = await AppendedMessages.StoreAsync(session, reached, intake, ct);
        if (result.Status is not MessageStatus.Done)
            return result.Status is MessageStatus.OverQuota ? ImapReply.OverQuota : ImapReply.TryCreate;

        // RFC 8508 §3.3: the new one is told before the old one goes.
        if (session.Offers("UIDPLUS"))
            session.Responses.Untagged($"OK [APPENDUID {result.UidValidity} {result.Uids[0]}] The new one is here.");
        await session.Store.Messages.RemoveAsync(selected.Mailbox.Account, selected.Mailbox.Id, [selected.View[index].Uid], ct);
        selected.LookAgain();
        return ImapReply.Ok("Replaced.");
    }

    private static bool TryParse(CommandInput input, out uint number, out string mailbox, out ReadOnlyMemory<byte> rest)
    {
        (number, mailbox, rest) = (0, string.Empty, default);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryNumber(out number) || number is 0 || !reader.TrySpace() || !reader.TryMailbox(out string? name) || !reader.TrySpace())
            return false;
        mailbox = name;
        rest = input.Arguments[^reader.Rest.Length..];
        return true;
    }
}
