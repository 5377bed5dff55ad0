using Aether.Imap.Access;
using Aether.Imap.Commands.Resyncing;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>SELECT and EXAMINE: opens a mailbox and tells its state, or what changed since the client was here. RFC 3501 §6.3.1, §6.3.2, RFC 7162 §3.2.5.</summary>
internal sealed class SelectCommand(OpenMode mode) : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var arguments))
            return ImapReply.Syntax("SELECT mailbox [(parameter ...)]");
        bool hasParameters = arguments.CondStore || arguments.Resync is not null;
        if ((hasParameters && !session.Offers("CONDSTORE")) || (arguments.Resync is not null && !session.Dialect.Has(Extensions.QResync)))
            return ImapReply.Bad("Enable QRESYNC first."); // RFC 7162 §3.2.5
        if (arguments.Annotate && !session.Offers("ANNOTATE-EXPERIMENT-1"))
            return ImapReply.Syntax("SELECT mailbox [(parameter ...)]");

        // A failed SELECT leaves no mailbox open: RFC 3501 §6.3.1.
        bool wasOpen = session.Selected is not null;
        session.Deselect();
        if (wasOpen && session.Dialect.Has(Extensions.QResync | Extensions.Rev2))
            session.Responses.Untagged("OK [CLOSED] The other one is closed."u8); // RFC 7162 §3.2.11
        var (reached, missing) = await session.Reach.SeekAsync(arguments.Mailbox, AclRights.Read, ImapReply.NoSuchMailbox, ct);
        if (reached is null)
            return missing;

        if (arguments.CondStore)
            session.Dialect.Enable(Extensions.CondStore);
        var selected = await SelectedMailbox.OpenAsync(reached, ModeOf(reached), session.Store, session.Shared.Recent, session.Dialect, ct);
        (selected.TellsAnnotations, selected.TakesAnnotations) = (arguments.Annotate, mode is OpenMode.ReadWrite);
        session.Select(selected);
        Report(session, selected, arguments.Mailbox);
        if (arguments.Resync is { } point && point.UidValidity == reached.Mailbox.Counters.UidValidity)
            await Resynchronisation.TellAsync(session, selected, point, ct);
        return selected.Mode is OpenMode.ReadWrite ? ImapReply.Ok("READ-WRITE", "Selected.") : ImapReply.Ok("READ-ONLY", "Examined.");
    }

    private static bool TryParse(CommandInput input, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SelectArguments? arguments)
    {
        var reader = input.Read();
        return SelectArguments.TryParse(ref reader, out arguments);
    }

    private static void Report(ImapSession session, SelectedMailbox selected, string asked)
    {
        var (responses, dialect) = (session.Responses, session.Dialect);
        responses.Untagged(selected.FlagsLine());
        responses.Untagged(selected.View.Count, "EXISTS"u8);
        if (dialect.HasRecent)
            responses.Untagged(selected.RecentCount, "RECENT"u8);
        if (dialect.HasRecent && !dialect.IsUidOnly && FirstUnseen(selected.View) is var unseen && unseen > 0)
            responses.Untagged($"OK [UNSEEN {unseen}] First unseen.");
        responses.Untagged(selected.Mode is OpenMode.ReadWrite
            ? $"OK [PERMANENTFLAGS ({Permanent(selected)})] Kept."
            : "OK [PERMANENTFLAGS ()] None may change.");
        responses.Untagged($"OK [UIDVALIDITY {selected.Mailbox.Counters.UidValidity}] UIDs valid.");

        // A message may have come in between the counters and the rows.
        uint next = Math.Max(selected.Mailbox.Counters.UidNext.Value, selected.View.HighestUid.Value + 1);
        responses.Untagged($"OK [UIDNEXT {next}] Next UID.");
        if (session.Offers("CONDSTORE"))
            responses.Untagged($"OK [HIGHESTMODSEQ {selected.HighestModSeq}] Mod-sequences are kept."); // RFC 7162 §3.1.2.1
        if (session.Offers("OBJECTID"))
            responses.Untagged($"OK [MAILBOXID ({ObjectIds.Of(selected.Mailbox.Id)})] Its id."); // RFC 8474 §4.2
        if (session.Offers("ANNOTATE-EXPERIMENT-1"))
            responses.Untagged(selected.TakesAnnotations ? $"OK [ANNOTATIONS {session.Shared.Options.Limits.AnnotationSize.Bytes}] Octets of a value." : "OK [ANNOTATIONS READ-ONLY] None may change."); // RFC 5257 §4.1
        if (dialect.Has(Extensions.Rev2))
            ListedName.Write(session, "LIST", string.Empty, selected.Mailbox.Path, asked == selected.Mailbox.Path ? null : asked); // RFC 9051 §6.3.2
    }

    /// <summary>RFC 4314 §5.2: READ-ONLY for who may change nothing there.</summary>
    private OpenMode ModeOf(ReachedMailbox reached)
    {
        const AclRights Changing = AclRights.Insert | AclRights.Expunge | AclRights.Seen | AclRights.DeleteMessage | AclRights.Write | AclRights.Annotate;
        return (reached.Rights & Changing) is AclRights.None ? OpenMode.ReadOnly : mode;
    }

    /// <summary>What this user may change for good. RFC 4314 §5.2.</summary>
    private static string Permanent(SelectedMailbox selected)
    {
        var rights = selected.Reached.Rights;
        return rights.HasFlag(AclRights.Write)
            ? FlagNames.List(FlagRights.Allowed(rights)) + selected.KeywordList() + " \\*"
            : FlagNames.List(FlagRights.Allowed(rights));
    }

    private static int FirstUnseen(MailboxView view)
    {
        int number = 0;
        foreach (ref readonly var row in view.Rows)
        {
            number++;
            if ((row.System & SystemFlags.Seen) is SystemFlags.None)
                return number;
        }

        return 0;
    }
}
