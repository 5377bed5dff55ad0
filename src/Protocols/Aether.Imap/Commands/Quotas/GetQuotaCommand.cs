using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Quotas;

/// <summary>GETQUOTA: one quota root. RFC 9208 §4.1.1.</summary>
internal sealed class GetQuotaCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input.Arguments.Span, out string root))
            return ImapReply.Syntax("GETQUOTA root");
        if (await QuotaRoots.FindAsync(session, root, ct) is not { } found)
            return ImapReply.No("NONEXISTENT", "There is no such quota root.");
        QuotaLines.Write(session, root, found);
        return ImapReply.Ok("Done.");
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, out string root)
    {
        var reader = new ArgumentReader(arguments);
        root = string.Empty;
        if (!reader.TrySpace() || !reader.TryAString(out var name) || !reader.AtEnd)
            return false;
        root = Encoding.Latin1.GetString(name);
        return true;
    }
}
