using Aether.Imap.Commands.Searching;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Sorting;

/// <summary>SORT: finds as SEARCH does, and tells in order. RFC 5256 §3, §4; ESORT: RFC 5267 §3.</summary>
internal sealed class SortCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(session, input.Arguments.Span, out var arguments);
        if (status is SearchParseStatus.BadCharset)
            return ImapReply.No("BADCHARSET (US-ASCII UTF-8)", "That charset is not known.");
        if (status is not SearchParseStatus.Parsed || arguments is null)
            return ImapReply.Bad(status is SearchParseStatus.TooDeep ? "The search is too deep." : "Expected: SORT (keys) charset search-keys");
        if (!SearchOffers.Allow(session, arguments.Search, "CONTEXT=SORT") || !IsOffered(session, arguments))
            return ImapReply.Bad("That is not offered here.");
        if (ResultWatches.IsTaken(session, arguments.Search.Return, input.Tag))
            return ImapReply.Bad("News of another search come with that tag."); // RFC 5267 §4.3.1
        var program = SearchProgram.Prepare(arguments.Search, session.Selected!, session.Shared.Clock.GetUtcNow());
        if (await SearchRun.FindAsync(session, session.Selected!, program, input.Tag, ct) is not { } found)
            return ImapReply.No("LIMIT", "The search takes too long; narrow it.");

        var values = await SortReader.ReadAsync(session, found, arguments.Keys, program.ScoreOf, ct);
        values.Sort((one, other) => SortValues.Compare(one, other, arguments.Keys));
        var order = values.ConvertAll(static value => value.Index);
        if (arguments.Search.Return is not { } asked)
        {
            await SearchReport.WriteAsync(session, "SORT", input.Numbering, order, arguments.Search.TellsModSeq, look: null, ct);
            return MessageLimit.Tell(session, ImapReply.Ok("Sorted."), program.Lowest);
        }

        if (asked.HasFlag(SearchReturn.Save))
            SearchReport.Save(session.Selected!.View, found, asked);
        if (asked.HasFlag(SearchReturn.Update))
            ResultWatches.Of(session).Watch(new ResultWatch(session, input, arguments.Search, new SortOrder(session, arguments.Keys), order));
        await SearchReport.WriteExtendedAsync(session, new ExtendedResult(input, session.Selected!.View, order, asked, arguments.Search) { ScoreOf = program.ScoreOf }, ct);
        return MessageLimit.Tell(session, ImapReply.Ok("Sorted."), program.Lowest);
    }

    private static bool IsOffered(ImapSession session, SortArguments arguments) =>
        (arguments.Search.Return is null || session.Offers("ESORT"))
        && arguments.Keys.All(key => key.Key switch
        {
            SortKey.DisplayFrom or SortKey.DisplayTo => session.Offers("SORT=DISPLAY"),
            SortKey.Annotation => session.Offers("ANNOTATE-EXPERIMENT-1"),
            SortKey.ModSeq => session.Offers("SORT=MODSEQ"),
            SortKey.Uid => session.Offers("SORT=UID"),
            SortKey.Relevancy => arguments.Search.HasFuzzy, // RFC 6203 §5
            _ => true,
        });

    private static SearchParseStatus Parse(ImapSession session, ReadOnlySpan<byte> text, out SortArguments? arguments)
    {
        arguments = null;
        var reader = new ArgumentReader(text);
        return reader.TrySpace() ? SortArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }
}
