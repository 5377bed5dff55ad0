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
        var program = SearchProgram.TryPrepare(arguments, session.Selected!, session.Shared.Clock.GetUtcNow());
        if (program is null)
            return ImapReply.BadNumbers;

        if (await SearchRun.FindAsync(session, program, ct) is not { } found)
            return Fail(session, arguments, ImapReply.No("LIMIT", "The search takes too long; narrow it."));
        if (arguments.Return is not { } asked)
        {
            await SearchReport.WriteAsync(session, "SEARCH", input.Numbering, found, ct);
            return ImapReply.Ok("Searched.");
        }

        if (asked.HasFlag(SearchReturn.Save))
            SearchReport.Save(session.Selected!.View, found, asked);
        await SearchReport.WriteExtendedAsync(session, input, found, asked, ct);
        return ImapReply.Ok("Searched.");
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
