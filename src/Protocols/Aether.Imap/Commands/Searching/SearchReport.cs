using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Searching;

/// <summary>Tells what a search found: as SEARCH, RFC 3501 §7.2.5, or where RETURN asks for it as ESEARCH, RFC 4731 §3.1.</summary>
internal static class SearchReport
{
    /// <summary>What is not about the answer itself. RFC 5267 §4.2, §4.3.</summary>
    private const SearchReturn Wishes = SearchReturn.Context | SearchReturn.Update;

    /// <summary>Numbers written between two looks at the client's appetite.</summary>
    private const int Portion = 1024;

    /// <param name="word">SEARCH or SORT.</param>
    /// <param name="look">Where rows are read, if the places rise.</param>
    public static async ValueTask WriteAsync(ImapSession session, string word, Numbering numbering, List<int> found, bool tellsModSeq, RowLook? look, CancellationToken ct)
    {
        var responses = session.Responses;
        responses.Raw("* "u8);
        Encoding.ASCII.GetBytes(word, responses.Output);
        for (int start = 0; start < found.Count; start += Portion)
        {
            WriteNumbers(responses, session.Selected!.View, CollectionsMarshal.AsSpan(found)[start..Math.Min(found.Count, start + Portion)], numbering, look);
            await responses.FlushIfFullAsync(ct);
        }

        if (tellsModSeq && found.Count > 0)
            Encoding.ASCII.GetBytes($" (MODSEQ {found.Max(index => session.Selected!.View[index].ModSeq.Value)})", responses.Output);
        responses.Raw("\r\n"u8);
    }

    /// <summary>RETURN (SAVE) alone is answered by the tagged reply only: RFC 5182 §2.2.</summary>
    public static async ValueTask WriteExtendedAsync(ImapSession session, ExtendedResult result, CancellationToken ct)
    {
        var (found, asked) = (result.Found, result.Asked & ~Wishes);
        if (asked is SearchReturn.Save)
            return;
        WriteCorrelator(session, result);
        var line = new StringBuilder();
        if (result.Numbering is Numbering.Uid)
            line.Append(" UID");
        if (asked.HasFlag(SearchReturn.Min) && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MIN {result.NumberOf(found[0])}");
        if (asked.HasFlag(SearchReturn.Max) && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MAX {result.NumberOf(found[^1])}");
        if (asked.HasFlag(SearchReturn.Count))
            line.Append(CultureInfo.InvariantCulture, $" COUNT {found.Count}");
        Encoding.ASCII.GetBytes(line.ToString(), session.Responses.Output);
        if (asked.HasFlag(SearchReturn.All) && found.Count > 0)
        {
            session.Responses.Raw(" ALL "u8);
            await WriteSetAsync(session, result, found, ct);
        }

        if (result.Arguments.TellsModSeq && found.Count > 0)
            Encoding.ASCII.GetBytes($" MODSEQ {result.HighestModSeq()}", session.Responses.Output); // RFC 7162 §3.1.10
        if (asked.HasFlag(SearchReturn.Relevancy) && found.Count > 0 && result.ScoreOf is { } scoreOf)
            await WriteScoresAsync(session, result, scoreOf, ct);
        if (asked.HasFlag(SearchReturn.Partial))
            await WritePartialAsync(session, result, ct);
        session.Responses.Raw("\r\n"u8);
    }

    /// <summary>RFC 6203 §4: a score for each message found, in their order.</summary>
    private static async ValueTask WriteScoresAsync(ImapSession session, ExtendedResult result, Func<EmailId, int> scoreOf, CancellationToken ct)
    {
        session.Responses.Raw(" RELEVANCY ("u8);
        for (int i = 0; i < result.Found.Count; i++)
        {
            if (i > 0)
                session.Responses.Raw(" "u8);
            ImapString.WriteNumber(session.Responses.Output, scoreOf(result.View[result.Found[i]].Email));
            if (i % Portion is 0)
                await session.Responses.FlushIfFullAsync(ct);
        }

        session.Responses.Raw(")"u8);
    }

    /// <summary>RFC 4466 §2.6.2, RFC 7377 §2.1.</summary>
    private static void WriteCorrelator(ImapSession session, ExtendedResult result)
    {
        Encoding.ASCII.GetBytes("* ESEARCH (TAG \"" + Encoding.ASCII.GetString(result.Input.Tag.Span) + "\"", session.Responses.Output);
        if (result.Mailbox is { } mailbox)
        {
            session.Responses.Raw(" MAILBOX "u8);
            session.Dialect.WriteName(session.Responses.Output, mailbox.Path);
            Encoding.ASCII.GetBytes($" UIDVALIDITY {mailbox.UidValidity}", session.Responses.Output);
        }

        session.Responses.Raw(")"u8);
    }

    /// <summary>RFC 9394 §3.1: the range as it was asked for, and what lies in it.</summary>
    private static async ValueTask WritePartialAsync(ImapSession session, ExtendedResult result, CancellationToken ct)
    {
        var (start, end) = result.Arguments.Partial.Resolve(result.Found.Count);
        Encoding.ASCII.GetBytes($" PARTIAL ({result.Arguments.Partial} ", session.Responses.Output);
        if (start < end)
            await WriteSetAsync(session, result, result.Found[start..end], ct);
        else
            session.Responses.Raw("NIL"u8);
        session.Responses.Raw(")"u8);
    }

    /// <summary>What $ stands for from now on: the ends where only those were asked for, else all. RFC 5182 §2.4.</summary>
    public static void Save(MailboxView view, List<int> found, SearchReturn asked)
    {
        bool all = (asked & ~Wishes & ~(SearchReturn.Save | SearchReturn.Min | SearchReturn.Max)) is not SearchReturn.None
            || (asked & (SearchReturn.Min | SearchReturn.Max)) is SearchReturn.None;
        IEnumerable<int> kept = found;
        if (!all && found.Count > 0)
            kept = new[] { (SearchReturn.Min, found[0]), (SearchReturn.Max, found[^1]) }.Where(end => asked.HasFlag(end.Item1)).Select(static end => end.Item2).Distinct();
        view.Saved = [.. kept.Select(index => view[index].Uid)];
    }

    private static async ValueTask WriteSetAsync(ImapSession session, ExtendedResult result, List<int> found, CancellationToken ct)
    {
        for (int start = 0; start < found.Count;)
        {
            // A run is not cut between two portions: the set stays the shortest.
            int end = Math.Min(found.Count, start + Portion);
            while (end < found.Count && result.NumberOf(found[end]) == result.NumberOf(found[end - 1]) + 1)
                end++;
            uint[] numbers = new uint[end - start];
            for (int i = start; i < end; i++)
                numbers[i - start] = result.NumberOf(found[i]);
            Encoding.ASCII.GetBytes((start > 0 ? "," : string.Empty) + SequenceSet.Format(numbers), session.Responses.Output);
            start = end;
            await session.Responses.FlushIfFullAsync(ct);
        }
    }

    private static void WriteNumbers(ResponseWriter responses, MailboxView view, ReadOnlySpan<int> found, Numbering numbering, RowLook? look)
    {
        const int Longest = 11;
        var line = responses.Output.GetSpan(found.Length * Longest);
        int length = 0;
        var rows = ReadOnlySpan<MessageRow>.Empty; // neighbours, from place first on
        int first = 0;
        foreach (int index in found)
        {
            if (numbering is Numbering.Uid && (uint)(index - first) >= (uint)rows.Length) // sorted ones come in any order
            {
                rows = look is null ? view.Rows.From(index, Portion) : look.From(index, Portion);
                first = index;
            }

            uint number = numbering is Numbering.Uid ? rows[index - first].Uid.Value : (uint)index + 1;
            line[length++] = (byte)' ';
            number.TryFormat(line[length..], out int written, default, CultureInfo.InvariantCulture);
            length += written;
        }

        responses.Output.Advance(length);
    }
}
