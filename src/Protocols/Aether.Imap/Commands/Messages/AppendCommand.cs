using Aether.Imap.Commands.Annotations;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>APPEND: streams messages into the store, all or none. RFC 3501 §6.3.11, RFC 3502 MULTIAPPEND, RFC 4469 CATENATE, RFC 4315 §3.</summary>
internal sealed class AppendCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var intake = new MessageIntake(session);
        if (!TryParse(input, out string name, out var rest))
            return await intake.RefuseAsync(ImapReply.Syntax("APPEND mailbox [(flag ...)] [date-time] literal"), ct);
        if (!session.Store.Space.TakesMail)
            return await intake.RefuseAsync(ImapReply.Unavailable, ct);
        var (reached, missing) = await session.Reach.SeekAsync(name, AclRights.Insert, ImapReply.TryCreate, ct);
        if (reached is null)
            return await intake.RefuseAsync(missing, ct);
        if (await intake.ReadAsync(rest, session.Offers("MULTIAPPEND") ? MostOf(session) : 1, ct) is { } refusal)
            return refusal;

        if (!intake.Annotations.All(notes => notes.Count is 0 || MessageNotes.Allows(reached, notes)))
            return ImapReply.NoPermission;
        var result = await AppendedMessages.StoreAsync(session, reached, intake, ct);
        session.Selected?.LookAgain();
        return result.Status switch
        {
            MessageStatus.Done when !session.Offers("UIDPLUS") => ImapReply.Ok("Appended."),
            MessageStatus.Done => ImapReply.Ok($"APPENDUID {result.UidValidity} {SequenceSet.Format([.. result.Uids.Select(static uid => uid.Value)])}", "Appended."),
            MessageStatus.OverQuota => ImapReply.OverQuota,
            _ => ImapReply.TryCreate,
        };
    }

    /// <summary>SAVELIMIT, and what literals there may be in a command.</summary>
    private static int MostOf(ImapSession session) =>
        session.Offers("SAVELIMIT") ? Math.Min(session.Shared.Options.Limits.Saves, session.Shared.Options.Limits.Literals) : session.Shared.Options.Limits.Literals;

    private static bool TryParse(CommandInput input, out string mailbox, out ReadOnlyMemory<byte> rest)
    {
        (mailbox, rest) = (string.Empty, default);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryMailbox(out string? name) || !reader.TrySpace())
            return false;
        mailbox = name;
        rest = input.Arguments[^reader.Rest.Length..];
        return true;
    }
}
