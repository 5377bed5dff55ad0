using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Pop3;

namespace Aether.Pop3.Commands.Messages;

/// <summary>LIST and UIDL: one line, or one line a message. RFC 1939 §5, §7.</summary>
internal static class Listing
{
    public static async ValueTask<Pop3Reply> WriteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, Func<int, string> tell, CancellationToken ct)
    {
        var maildrop = session.Maildrop!;
        if (!argument.Span.Trim((byte)' ').IsEmpty)
        {
            if (!Numbers.TryParse(argument.Span, out int asked))
                return Pop3Reply.Syntax("[number]");
            return maildrop.Has(asked) ? Pop3Reply.Ok($"{asked} {tell(asked)}") : Pop3Reply.NoSuchMessage;
        }

        session.Responses.Begin($"{maildrop.Left.Count} messages");
        for (int number = 1; number <= maildrop.Total; number++)
        {
            if (!maildrop.Has(number))
                continue;
            session.Responses.Line($"{number} {tell(number)}");
            await session.Responses.FlushIfFullAsync(ct);
        }

        return session.Responses.End();
    }
}
