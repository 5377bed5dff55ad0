using Aether.Imap.Commands.Fetching;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Searching;

/// <summary>SEARCH: decides by the narrow rows where it can, and reads only the messages where it cannot. RFC 3501 §6.4.4.</summary>
internal sealed class SearchCommand : IImapCommand
{
    private const int Portion = 128;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(session, input.Arguments.Span, out var arguments);
        if (status is SearchParseStatus.BadCharset)
            return ImapReply.No("BADCHARSET (US-ASCII UTF-8)", "That charset is not known.");
        if (status is not SearchParseStatus.Parsed || arguments is null)
            return ImapReply.Bad(status is SearchParseStatus.TooDeep ? "The search is too deep." : "Expected: SEARCH [CHARSET charset] keys");
        var program = SearchProgram.TryPrepare(arguments, session.Selected!);
        if (program is null)
            return ImapReply.BadNumbers;

        var found = new List<uint>();
        if (!await FindAsync(session, program, input.Numbering, found, ct))
            return ImapReply.No("LIMIT", "The search takes too long; narrow it.");
        await ReportAsync(session.Responses, found, ct);
        return ImapReply.Ok("Searched.");
    }

    private static async ValueTask<bool> FindAsync(ImapSession session, SearchProgram program, Numbering numbering, List<uint> found, CancellationToken ct)
    {
        var view = session.Selected!.View;
        var budget = new SearchBudget(session.Shared.Clock, session.Shared.Options.SearchBudget);
        var content = new ContentSearch(program, budget);
        for (int start = 0; start < view.Count; start += Portion)
        {
            int end = Math.Min(view.Count, start + Portion);
            var verdicts = new bool?[end - start];
            for (int index = start; index < end; index++)
                verdicts[index - start] = program.Decide(index, content.Unknown);
            if (Array.Exists(verdicts, static verdict => verdict is null) && !await ReadAsync(session, program, content, start, verdicts, ct))
                return false;

            for (int index = start; index < end; index++)
            {
                if (verdicts[index - start] is true)
                    found.Add(numbering is Numbering.Uid ? view[index].Uid.Value : (uint)index + 1);
            }

            // Thousands of keys over a large mailbox take time too, even where no message is read.
            if (budget.IsSpent && end < view.Count)
                return false;
        }

        return true;
    }

    /// <summary>Decides the messages whose rows were not enough; false when the time is up.</summary>
    private static async ValueTask<bool> ReadAsync(ImapSession session, SearchProgram program, ContentSearch content, int start, bool?[] verdicts, CancellationToken ct)
    {
        var view = session.Selected!.View;
        var undecided = Enumerable.Range(0, verdicts.Length).Where(at => verdicts[at] is null).ToArray();
        var emails = await session.Store.Messages.ReadEmailsAsync(session.Account, Array.ConvertAll(undecided, at => view[start + at].Email), ct);
        int next = 0;
        foreach (int at in undecided)
        {
            if (next >= emails.Count || emails[next].Id != view[start + at].Email)
                continue; // gone
            using var message = new OpenMessage(session.Store.Messages, emails[next++]);
            verdicts[at] = await DecideAsync(content, start + at, message, ct);
            if (content.Budget.IsSpent)
                return false;
        }

        return true;
    }

    private static async ValueTask<bool?> DecideAsync(ContentSearch content, int index, OpenMessage message, CancellationToken ct)
    {
        try
        {
            return await content.DecideAsync(index, message, ct);
        }
        catch (Exception damage) when (damage is CorruptBlobException or InvalidDataException)
        {
            return false; // the store has told the operator; the others are searched all the same
        }
    }

    private static SearchParseStatus Parse(ImapSession session, ReadOnlySpan<byte> text, out SearchArguments? arguments)
    {
        arguments = null;
        var reader = new ArgumentReader(text);
        return reader.TrySpace() ? SearchArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }

    private static async ValueTask ReportAsync(ResponseWriter responses, List<uint> found, CancellationToken ct)
    {
        responses.Raw("* SEARCH"u8);
        foreach (uint number in found)
        {
            responses.Raw(" "u8);
            ImapString.WriteNumber(responses.Output, number);
            await responses.FlushIfFullAsync(ct);
        }

        responses.Raw("\r\n"u8);
    }
}
