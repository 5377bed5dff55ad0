using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Searching;

/// <summary>SEARCH: parses, lets <see cref="SearchRun"/> find, and <see cref="SearchReport"/> tell. RFC 3501 §6.4.4, RFC 4731, RFC 5182.</summary>
internal sealed class SearchCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(session, input.Arguments.Span, out var arguments);
        if (status is SearchParseStatus.BadCharset)
            return Fail(session, arguments, ImapReply.No("BADCHARSET (US-ASCII UTF-8)", "That charset is not known."));
        if (status is not SearchParseStatus.Parsed || arguments is null)
            return ImapReply.Bad(status is SearchParseStatus.TooDeep ? "The search is too deep." : "Expected: SEARCH [RETURN (options)] [CHARSET charset] keys");
        if (!SearchOffers.Allow(session, arguments, "CONTEXT=SEARCH"))
            return ImapReply.Bad("That is not offered here.");
        if (ResultWatches.IsTaken(session, arguments.Return, input.Tag))
            return ImapReply.Bad("News of another search come with that tag."); // RFC 5267 §4.3.1
        if (session.Dialect.IsUidOnly && arguments.HasNumbers)
            return ImapReply.UidRequired;
        var program = SearchProgram.Prepare(arguments, session.Selected!, session.Shared.Clock.GetUtcNow());

        if (await SearchRun.FindAsync(session, session.Selected!, program, input.Tag, ct) is not { } found)
            return Fail(session, arguments, ImapReply.No("LIMIT", "The search takes too long; narrow it."));
        // RFC 9051 §7.3.4: IMAP4rev2 has no other answer than ESEARCH.
        if ((arguments.Return ?? (session.Dialect.Has(Extensions.Rev2) ? SearchReturn.All : null)) is not { } asked)
        {
            await SearchReport.WriteAsync(session, "SEARCH", input.Numbering, found, arguments.TellsModSeq, session.Selected!.View.Look(), ct);
            return MessageLimit.Tell(session, ImapReply.Ok("Searched."), program.Lowest);
        }

        if (asked.HasFlag(SearchReturn.Save))
            SearchReport.Save(session.Selected!.View, found, asked);
        if (asked.HasFlag(SearchReturn.Update))
            ResultWatches.Of(session).Watch(new ResultWatch(session, input, arguments, null, found));
        await SearchReport.WriteExtendedAsync(session, new ExtendedResult(input, session.Selected!.View, found, asked, arguments) { ScoreOf = program.ScoreOf, Look = session.Selected!.View.Look() }, ct);
        return MessageLimit.Tell(session, ImapReply.Ok("Searched."), program.Lowest);
    }

    /// <summary>A search to be saved that fails with NO empties $. RFC 5182 §2.1.</summary>
    private static ImapReply Fail(ImapSession session, SearchArguments? arguments, ImapReply reply)
    {
        if (arguments?.Return is { } asked && asked.HasFlag(SearchReturn.Save))
            session.Selected!.View.Saved = [];
        return reply;
    }

    private static SearchParseStatus Parse(ImapSession session, ReadOnlySpan<byte> text, out SearchArguments? arguments)
    {
        arguments = null;
        var reader = new ArgumentReader(text);
        return reader.TrySpace() ? SearchArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }
}
