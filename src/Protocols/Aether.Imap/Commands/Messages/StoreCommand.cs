using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>STORE: changes flags and tells the new ones, unless asked to be silent. RFC 3501 §6.4.6.</summary>
internal sealed class StoreCommand : IImapCommand
{
    private const int MaxFlags = 128;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input.Arguments.Span, out var set, out var change, out var telling))
            return ImapReply.Syntax("STORE set [+|-]FLAGS[.SILENT] (flag ...)");
        var selected = session.Selected!;
        if (selected.Mode is OpenMode.ReadOnly)
            return ImapReply.ReadOnly;
        if (selected.View.Resolve(set, input.Numbering) is not { } places)
            return ImapReply.BadNumbers;

        var result = await session.Store.Messages.SetFlagsAsync(session.Account, selected.Mailbox.Id, selected.View.UidsAt(places), change, ct);
        foreach (var row in result.Changed)
        {
            await selected.EnsureKeywordsAsync(session.Responses, row.Flags, ct);
            if (selected.View.IndexOf(row.Uid) is var index && index >= 0)
                selected.View.TrySetFlags(index, row.Flags, row.ModSeq);
        }

        if (telling is Telling.All)
            await ReportAsync(session.Responses, selected, places, input.Numbering, ct);
        return result.KeywordsLeftOut ? ImapReply.No("LIMIT", "The account has no room for another keyword.") : ImapReply.Ok("Stored.");
    }

    private static async ValueTask ReportAsync(ResponseWriter responses, SelectedMailbox selected, List<IndexRange> places, Numbering numbering, CancellationToken ct)
    {
        foreach (var (start, end) in places)
        {
            for (int index = start; index < end; index++)
            {
                responses.Raw("* "u8);
                ImapString.WriteNumber(responses.Output, index + 1);
                responses.Raw(" FETCH ("u8);
                if (numbering is Numbering.Uid)
                {
                    // RFC 3501 §6.4.8
                    responses.Raw("UID "u8);
                    ImapString.WriteNumber(responses.Output, selected.View[index].Uid.Value);
                    responses.Raw(" "u8);
                }

                responses.Raw("FLAGS "u8);
                selected.WriteFlags(responses, selected.View[index]);
                responses.Raw(")\r\n"u8);
                await responses.FlushIfFullAsync(ct);
            }
        }
    }

    private static bool TryParse(
        ReadOnlySpan<byte> arguments, [NotNullWhen(true)] out SequenceSet? set, [NotNullWhen(true)] out FlagChange? change, out Telling telling)
    {
        change = null;
        telling = Telling.All;
        var reader = new ArgumentReader(arguments);
        if (!MessageSet.TryRead(ref reader, out set))
            return false;
        var mode = reader.TryChar((byte)'+') ? FlagChangeMode.Add : reader.TryChar((byte)'-') ? FlagChangeMode.Remove : FlagChangeMode.Replace;
        if (reader.TryWord("FLAGS.SILENT"u8))
            telling = Telling.Nothing;
        else if (!reader.TryWord("FLAGS"u8))
            return false;
        if (!reader.TrySpace() || !TryFlags(ref reader, out var names) || !reader.AtEnd || !FlagNames.TrySplit(names, out var system, out var keywords))
            return false;
        change = new FlagChange(mode, system, keywords);
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

    private enum Telling
    {
        All,
        Nothing,
    }
}
