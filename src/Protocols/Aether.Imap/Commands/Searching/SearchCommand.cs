using System.Runtime.InteropServices;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Searching;

/// <summary>SEARCH: parses, lets <see cref="SearchRun"/> find, reports. RFC 3501 §6.4.4.</summary>
internal sealed class SearchCommand : IImapCommand
{
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

        if (await SearchRun.FindAsync(session, program, ct) is not { } found)
            return ImapReply.No("LIMIT", "The search takes too long; narrow it.");
        await ReportAsync(session, found, input.Numbering, ct);
        return ImapReply.Ok("Searched.");
    }

    private static SearchParseStatus Parse(ImapSession session, ReadOnlySpan<byte> text, out SearchArguments? arguments)
    {
        arguments = null;
        var reader = new ArgumentReader(text);
        return reader.TrySpace() ? SearchArguments.Parse(ref reader, session.Shared.Options.Limits.Depth, out arguments) : SearchParseStatus.Bad;
    }

    private static async ValueTask ReportAsync(ImapSession session, List<int> found, Numbering numbering, CancellationToken ct)
    {
        const int Portion = 1024;
        var responses = session.Responses;
        responses.Raw("* SEARCH"u8);
        for (int start = 0; start < found.Count; start += Portion)
        {
            Report(responses, session.Selected!.View, CollectionsMarshal.AsSpan(found)[start..Math.Min(found.Count, start + Portion)], numbering);
            await responses.FlushIfFullAsync(ct);
        }

        responses.Raw("\r\n"u8);
    }

    private static void Report(ResponseWriter responses, MailboxView view, ReadOnlySpan<int> found, Numbering numbering)
    {
        const int Longest = 11;
        var line = responses.Output.GetSpan(found.Length * Longest);
        int length = 0;
        foreach (int index in found)
        {
            line[length++] = (byte)' ';
            uint number = numbering is Numbering.Uid ? view.Rows[index].Uid.Value : (uint)index + 1;
            number.TryFormat(line[length..], out int written, default, System.Globalization.CultureInfo.InvariantCulture);
            length += written;
        }

        responses.Output.Advance(length);
    }
}
