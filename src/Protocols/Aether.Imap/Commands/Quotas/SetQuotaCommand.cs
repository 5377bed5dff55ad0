using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Quotas;

/// <summary>SETQUOTA: nobody sets quotas over IMAP here, so QUOTASET is not offered; the management interface does it. RFC 9208 §4.1.3.</summary>
internal sealed class SetQuotaCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct) => ValueTask.FromResult(
        IsWellFormed(input.Arguments.Span) ? ImapReply.No("NOPERM", "Quotas are set by the administrator.") : ImapReply.Syntax("SETQUOTA root (resource limit ...)"));

    private static bool IsWellFormed(ReadOnlySpan<byte> arguments)
    {
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace() || !reader.TryAString(out _) || !reader.TrySpace() || !reader.TryOpen())
            return false;
        if (reader.TryClose())
            return reader.AtEnd;
        do
        {
            if (!reader.TryAtom(out _) || !reader.TrySpace() || !reader.TryNumber64(out _))
                return false;
        }
        while (reader.TrySpace());
        return reader.TryClose() && reader.AtEnd;
    }
}
