using System.Text;
using Aether.Imap.Commands.Searching;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Threading;

/// <summary>THREAD: finds as SEARCH does, and tells what belongs together. RFC 5256 §3, §4.</summary>
internal sealed class ThreadCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var status = Parse(session, input, out var arguments);
        if (status is SearchParseStatus.BadCharset)
            return ImapReply.No("BADCHARSET (US-ASCII UTF-8)", "That charset is not known.");
        if (status is not SearchParseStatus.Parsed || arguments is null || !session.Offers(NameOf(arguments.Algorithm)) || !SearchOffers.Allow(session, arguments.Search, context: null))
            return ImapReply.Bad(status is SearchParseStatus.TooDeep ? "The search is too deep." : "Expected: THREAD algorithm charset search-keys");
        var selected = session.Selected!;
        if (SearchProgram.Prepare(arguments.Search, selected, session.Shared.Clock.GetUtcNow()) is not { } program)
            return ImapReply.BadNumbers;
        int most = session.Shared.Options.Limits.ThreadIds;
        IThreads threads = arguments.Algorithm is ThreadAlgorithm.OrderedSubject ? new SubjectThreads(most) : new ReferenceThreads(arguments.Algorithm, most);
        if (await SearchRun.FindAsync(session, selected, program, input.Tag, ct) is not { } found || !await ThreadedMessages.ReadAsync(session, found, threads, ct))
            return ImapReply.No("LIMIT", "That takes too long or is too much; narrow it.");
        await WriteAsync(session, threads.Finish(), input.Numbering, ct);
        return MessageLimit.Tell(session, ImapReply.Ok("Threaded."), program.Lowest);
    }

    private static async ValueTask WriteAsync(ImapSession session, List<ThreadNode> threads, Numbering numbering, CancellationToken ct)
    {
        var view = session.Selected!.View;
        session.Responses.Raw("* THREAD"u8);
        if (threads.Count > 0)
            session.Responses.Raw(" "u8);
        foreach (var thread in threads)
        {
            string text = ThreadText.Of(thread, index => numbering is Numbering.Uid ? view[index].Uid.Value : (uint)index + 1);
            Encoding.ASCII.GetBytes(text, session.Responses.Output);
            await session.Responses.FlushIfFullAsync(ct);
        }

        session.Responses.Raw("\r\n"u8);
    }

    private static string NameOf(ThreadAlgorithm algorithm) => "THREAD=" + algorithm.ToString().ToUpperInvariant();

    private static SearchParseStatus Parse(ImapSession session, CommandInput input, out ThreadArguments? arguments)
    {
        arguments = null;
        var reader = input.Read();
        return reader.TrySpace() ? ThreadArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }
}
