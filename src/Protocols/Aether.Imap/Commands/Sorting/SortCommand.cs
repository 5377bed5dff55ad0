using Aether.Imap.Commands.Searching;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Sorting;

/// <summary>SORT: finds as SEARCH does, and tells in order. RFC 5256 §3, §4.</summary>
internal sealed class SortCommand : IImapCommand
{
    /// <summary>Messages whose cold rows are read at once.</summary>
    private const int Portion = 256;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(session, input.Arguments.Span, out var arguments);
        if (status is SearchParseStatus.BadCharset)
            return ImapReply.No("BADCHARSET (US-ASCII UTF-8)", "That charset is not known.");
        if (status is not SearchParseStatus.Parsed || arguments is null)
            return ImapReply.Bad(status is SearchParseStatus.TooDeep ? "The search is too deep." : "Expected: SORT (keys) charset search-keys");
        var program = SearchProgram.TryPrepare(arguments.Search, session.Selected!, session.Shared.Clock.GetUtcNow());
        if (program is null)
            return ImapReply.BadNumbers;
        if (await SearchRun.FindAsync(session, program, ct) is not { } found)
            return ImapReply.No("LIMIT", "The search takes too long; narrow it.");

        var values = await ReadAsync(session, found, arguments.Keys, ct);
        values.Sort((one, other) => SortValues.Compare(one, other, arguments.Keys));
        await SearchReport.WriteAsync(session, "SORT", input.Numbering, values.ConvertAll(static value => value.Index), ct);
        return ImapReply.Ok("Sorted.");
    }

    private static SearchParseStatus Parse(ImapSession session, ReadOnlySpan<byte> text, out SortArguments? arguments)
    {
        arguments = null;
        var reader = new ArgumentReader(text);
        return reader.TrySpace() ? SortArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }

    private static async ValueTask<List<SortValues>> ReadAsync(ImapSession session, List<int> found, IReadOnlyList<(SortKey Key, bool Reverse)> keys, CancellationToken ct)
    {
        var view = session.Selected!.View;
        var values = new List<SortValues>(found.Count);
        bool needsEnvelope = SortValues.NeedsEnvelope(keys);
        for (int start = 0; start < found.Count; start += Portion)
        {
            var portion = found.GetRange(start, Math.Min(Portion, found.Count - start));
            IReadOnlyList<EmailRow> emails = needsEnvelope
                ? await session.Store.Messages.ReadEmailsAsync(session.Account, portion.ConvertAll(index => view[index].Email).ToArray(), ct)
                : [];
            int next = 0;
            foreach (int index in portion)
            {
                // One that another session expunged sorts as if it had no header: its number stays.
                bool isThere = next < emails.Count && emails[next].Id == view[index].Email;
                values.Add(new SortValues(index, view[index], isThere ? emails[next++].Envelope.Span : default, keys));
            }
        }

        return values;
    }
}
