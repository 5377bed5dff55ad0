using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Searching;

/// <summary>Tells what a search found: as SEARCH, RFC 3501 §7.2.5, or where RETURN asks for it as ESEARCH, RFC 4731 §3.1.</summary>
internal static class SearchReport
{
    /// <summary>Numbers written between two looks at the client's appetite.</summary>
    private const int Portion = 1024;

    /// <param name="word">SEARCH or SORT.</param>
    public static async ValueTask WriteAsync(ImapSession session, string word, Numbering numbering, List<int> found, CancellationToken ct)
    {
        var responses = session.Responses;
        responses.Raw("* "u8);
        Encoding.ASCII.GetBytes(word, responses.Output);
        for (int start = 0; start < found.Count; start += Portion)
        {
            WriteNumbers(responses, session.Selected!.View, CollectionsMarshal.AsSpan(found)[start..Math.Min(found.Count, start + Portion)], numbering);
            await responses.FlushIfFullAsync(ct);
        }

        responses.Raw("\r\n"u8);
    }

    /// <summary>RETURN (SAVE) alone is answered by the tagged reply only: RFC 5182 §2.2.</summary>
    public static async ValueTask WriteExtendedAsync(ImapSession session, CommandInput input, List<int> found, SearchReturn asked, CancellationToken ct)
    {
        if (asked is SearchReturn.Save)
            return;
        var view = session.Selected!.View;
        var line = new StringBuilder("* ESEARCH (TAG \"").Append(Encoding.ASCII.GetString(input.Tag.Span)).Append("\")");
        if (input.Numbering is Numbering.Uid)
            line.Append(" UID");
        if (asked.HasFlag(SearchReturn.Min) && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MIN {NumberOf(view, found[0], input.Numbering)}");
        if (asked.HasFlag(SearchReturn.Max) && found.Count > 0)
            line.Append(CultureInfo.InvariantCulture, $" MAX {NumberOf(view, found[^1], input.Numbering)}");
        if (asked.HasFlag(SearchReturn.Count))
            line.Append(CultureInfo.InvariantCulture, $" COUNT {found.Count}");
        Encoding.ASCII.GetBytes(line.ToString(), session.Responses.Output);
        if (asked.HasFlag(SearchReturn.All) && found.Count > 0)
            await WriteSetAsync(session, input.Numbering, found, ct);
        session.Responses.Raw("\r\n"u8);
    }

    /// <summary>What $ stands for from now on: the ends where only those were asked for, else all. RFC 5182 §2.4.</summary>
    public static void Save(MailboxView view, List<int> found, SearchReturn asked)
    {
        bool all = (asked & ~(SearchReturn.Save | SearchReturn.Min | SearchReturn.Max)) is not SearchReturn.None
            || (asked & (SearchReturn.Min | SearchReturn.Max)) is SearchReturn.None;
        IEnumerable<int> kept = found;
        if (!all && found.Count > 0)
            kept = new[] { (SearchReturn.Min, found[0]), (SearchReturn.Max, found[^1]) }.Where(end => asked.HasFlag(end.Item1)).Select(static end => end.Item2).Distinct();
        view.Saved = [.. kept.Select(index => view[index].Uid)];
    }

    private static async ValueTask WriteSetAsync(ImapSession session, Numbering numbering, List<int> found, CancellationToken ct)
    {
        var view = session.Selected!.View;
        session.Responses.Raw(" ALL "u8);
        for (int start = 0; start < found.Count;)
        {
            // A run is not cut between two portions: the set stays the shortest.
            int end = Math.Min(found.Count, start + Portion);
            while (end < found.Count && NumberOf(view, found[end], numbering) == NumberOf(view, found[end - 1], numbering) + 1)
                end++;
            uint[] numbers = new uint[end - start];
            for (int i = start; i < end; i++)
                numbers[i - start] = NumberOf(view, found[i], numbering);
            Encoding.ASCII.GetBytes((start > 0 ? "," : string.Empty) + SequenceSet.Format(numbers), session.Responses.Output);
            start = end;
            await session.Responses.FlushIfFullAsync(ct);
        }
    }

    private static void WriteNumbers(ResponseWriter responses, MailboxView view, ReadOnlySpan<int> found, Numbering numbering)
    {
        const int Longest = 11;
        var line = responses.Output.GetSpan(found.Length * Longest);
        int length = 0;
        foreach (int index in found)
        {
            line[length++] = (byte)' ';
            NumberOf(view, index, numbering).TryFormat(line[length..], out int written, default, CultureInfo.InvariantCulture);
            length += written;
        }

        responses.Output.Advance(length);
    }

    private static uint NumberOf(MailboxView view, int index, Numbering numbering) => numbering is Numbering.Uid ? view.Rows[index].Uid.Value : (uint)index + 1;
}
