using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Access;
using Aether.Imap.Commands.Annotations;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>STORE: changes flags and tells the new ones, unless asked to be silent; conditional where asked. RFC 3501 §6.4.6, RFC 7162 §3.1.3.</summary>
internal sealed class StoreCommand : IImapCommand
{
    private const int MaxFlags = 128;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var asked) || (asked.UnchangedSince is not null && !session.Offers("CONDSTORE")) || (asked.Annotations is not null && !session.Offers("ANNOTATE-EXPERIMENT-1")))
            return ImapReply.Syntax("STORE set [(UNCHANGEDSINCE n)] [+|-]FLAGS[.SILENT] (flag ...)");
        var selected = session.Selected!;
        if (asked.Annotations is null ? selected.Mode is OpenMode.ReadOnly : !selected.TakesAnnotations)
            return ImapReply.ReadOnly;
        if (selected.View.Resolve(asked.Set, input.Numbering) is not { } places)
            return ImapReply.BadNumbers;
        await MessageLimit.LeaveIfManyAsync(places);
        if (asked.Annotations is { } annotations)
            return await AnnotateAsync(session, places, asked, annotations, input.Numbering, ct);
        if (FlagRights.RefusesAll(asked.Change, selected.Reached.Rights))
            return ImapReply.NoPermission;

        var lowest = MessageLimit.Cut(session, selected.View, places);
        if (asked.UnchangedSince is not null)
            session.UseModSeqs(); // RFC 7162 §3.1
        var result = await ReaderFlags.ChangeAsync(session.Store, selected, selected.View.UidsAt(places), asked.Change, asked.UnchangedSince, ct);
        await selected.TakeOverAsync(session.Responses, result, ct);
        if (asked.Telling is Telling.All || asked.UnchangedSince is not null)
            await ReportAsync(session, places, asked, result, input.Numbering, ct);
        return MessageLimit.Tell(session, ReplyTo(selected, result, input.Numbering), lowest);
    }

    private static async ValueTask<ImapReply> AnnotateAsync(ImapSession session, List<IndexRange> places, Arguments asked, IReadOnlyList<AnnotationChange> changes, Numbering numbering, CancellationToken ct)
    {
        var selected = session.Selected!;
        var lowest = MessageLimit.Cut(session, selected.View, places);
        if (asked.UnchangedSince is not null)
            session.UseModSeqs(); // RFC 7162 §3.1
        var (result, reply) = await StoreAnnotations.ExecuteAsync(session, places, changes, asked.UnchangedSince, ct);
        foreach (var (uid, _) in session.Dialect.HasModSeqs ? result?.Changed ?? [] : [])
        {
            if (selected.View.IndexOf(uid) is var index && index >= 0)
                WriteModSeq(session.Responses, selected, index); // RFC 5257 §4.5
            await session.Responses.FlushIfFullAsync(ct);
        }

        if (result is { Modified.Count: > 0 })
            reply = ImapReply.Ok($"MODIFIED {ModifiedSet(selected.View, result.Modified, numbering)}", "Some were changed by others.");
        return MessageLimit.Tell(session, reply, lowest);
    }

    private static ImapReply ReplyTo(SelectedMailbox selected, FlagResult result, Numbering numbering)
    {
        if (result.Modified.Count > 0)
            return ImapReply.Ok($"MODIFIED {ModifiedSet(selected.View, result.Modified, numbering)}", "Some were changed by others.");
        return result.KeywordsLeftOut ? ImapReply.No("LIMIT", "The account has no room for another keyword.") : ImapReply.Ok("Stored.");
    }

    private static async ValueTask ReportAsync(ImapSession session, List<IndexRange> places, Arguments asked, FlagResult result, Numbering numbering, CancellationToken ct)
    {
        var selected = session.Selected!;
        var failed = result.Modified.ToHashSet();
        foreach (var (start, end) in places)
        {
            for (int index = start; index < end; index++)
            {
                if (failed.Contains(selected.View[index].Uid))
                    continue;
                if (asked.Telling is Telling.All)
                    selected.WriteChange(session.Responses, index, withUid: numbering is Numbering.Uid || session.Dialect.Has(Extensions.QResync)); // RFC 3501 §6.4.8, RFC 7162 §3.2.4
                else
                    WriteModSeq(session.Responses, selected, index);
                await session.Responses.FlushIfFullAsync(ct);
            }
        }
    }

    /// <summary>A conditional STORE tells the mod-sequence even when silent. RFC 7162 §3.1.3.</summary>
    private static void WriteModSeq(ResponseWriter responses, SelectedMailbox selected, int index)
    {
        selected.WriteFetchHead(responses, index);
        responses.Raw("UID "u8);
        ImapString.WriteNumber(responses.Output, selected.View[index].Uid.Value);
        selected.WriteModSeq(responses, index);
        responses.Raw(")\r\n"u8);
    }

    /// <summary>MODIFIED: those that somebody changed since, as the client named them. RFC 7162 §3.1.3.</summary>
    private static string ModifiedSet(MailboxView view, IReadOnlyList<Uid> modified, Numbering numbering) => SequenceSet.Format(
        [.. modified.Select(uid => numbering is Numbering.Uid ? uid.Value : (uint)view.IndexOf(uid) + 1)]);

    private static bool TryParse(CommandInput input, [NotNullWhen(true)] out Arguments? arguments)
    {
        arguments = null;
        var reader = input.Read();
        if (!MessageSet.TryRead(ref reader, out var set))
            return false;
        ModSeq? unchangedSince = null;
        if (reader.TryOpen())
        {
            if (!reader.TryWord("UNCHANGEDSINCE"u8) || !reader.TrySpace() || !reader.TryNumber64(out long since) || !reader.TryClose() || !reader.TrySpace())
                return false;
            unchangedSince = new ModSeq(since);
        }

        if (reader.TryWord("ANNOTATION"u8))
        {
            if (!reader.TrySpace() || !AnnotationChange.TryParseList(ref reader, out var annotations) || !reader.AtEnd)
                return false;
            arguments = new Arguments(set, new FlagChange(FlagChangeMode.Add, SystemFlags.None, []), Telling.Nothing, unchangedSince) { Annotations = annotations };
            return true;
        }

        var mode = reader.TryChar((byte)'+') ? FlagChangeMode.Add : reader.TryChar((byte)'-') ? FlagChangeMode.Remove : FlagChangeMode.Replace;
        var telling = reader.TryWord("FLAGS.SILENT"u8) ? Telling.Nothing : Telling.All;
        if (telling is Telling.All && !reader.TryWord("FLAGS"u8))
            return false;
        if (!reader.TrySpace() || !TryFlags(ref reader, out var names) || !reader.AtEnd || !FlagNames.TrySplit(names, out var system, out var keywords))
            return false;
        arguments = new Arguments(set, new FlagChange(mode, system, keywords), telling, unchangedSince);
        return true;
    }

    /// <summary>A list in parentheses, or flags with spaces between. RFC 3501 §9 store-att-flags.</summary>
    private static bool TryFlags(ref ArgumentReader reader, [NotNullWhen(true)] out List<string>? names)
    {
        if (reader.TryFlagList(MaxFlags, out names))
            return true;
        names = [];
        while (names.Count < MaxFlags && reader.TryFlag(out string? name))
        {
            names.Add(name);
            if (!reader.TrySpace())
                return true;
        }

        return false;
    }

    private sealed record Arguments(SequenceSet Set, FlagChange Change, Telling Telling, ModSeq? UnchangedSince)
    {
        /// <summary>Not flags are changed but these. RFC 5257 §4.5.</summary>
        public IReadOnlyList<AnnotationChange>? Annotations { get; init; }
    }

    private enum Telling
    {
        All,
        Nothing,
    }
}
