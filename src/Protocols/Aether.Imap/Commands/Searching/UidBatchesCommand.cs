using System.Globalization;
using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Searching;

/// <summary>UIDBATCHES: ranges of UIDs with so many messages each, the newest first, for clients that sync piece by piece. RFC 10022.</summary>
internal sealed class UidBatchesCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out uint size, out uint first, out uint last))
            return ImapReply.Syntax("UIDBATCHES size [first:last]");
        var view = session.Selected!.View;
        session.Responses.Raw(Encoding.ASCII.GetBytes($"* UIDBATCHES (TAG \"{Encoding.ASCII.GetString(input.Tag.Span)}\")"));
        string separator = " ";
        long end = view.Count;
        for (uint batch = 1; end > 0 && batch <= last; batch++, end -= size)
        {
            if (batch < first)
                continue;
            string range = string.Create(CultureInfo.InvariantCulture, $"{separator}{view[(int)end - 1].Uid}:{view[(int)Math.Max(0, end - size)].Uid}");
            session.Responses.Raw(Encoding.ASCII.GetBytes(range));
            separator = ",";
            await session.Responses.FlushIfFullAsync(ct);
        }

        session.Responses.Raw("\r\n"u8);
        return ImapReply.Ok("Batched.");
    }

    private static bool TryParse(CommandInput input, out uint size, out uint first, out uint last)
    {
        (size, first, last) = (0, 1, uint.MaxValue);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryNumber(out size) || size is 0)
            return false;
        if (reader.AtEnd)
            return true;
        if (!reader.TrySpace() || !reader.TryNumber(out first) || first is 0)
            return false;
        last = first;
        return reader.AtEnd || (reader.TryChar((byte)':') && reader.TryNumber(out last) && last >= first && reader.AtEnd);
    }
}
