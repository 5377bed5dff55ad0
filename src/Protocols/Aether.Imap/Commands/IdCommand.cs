using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>ID: tells our name; what the client says of itself is read and dropped. RFC 2971 §3.</summary>
internal sealed class IdCommand : IImapCommand
{
    private const int MaxFields = 30;

    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!IsValid(input.Arguments.Span))
            return ValueTask.FromResult(ImapReply.Syntax("ID NIL or ID (field value ...)"));
        session.Responses.Untagged("ID (\"name\" \"Aether Mailer\")"u8);
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }

    private static bool IsValid(ReadOnlySpan<byte> arguments)
    {
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace())
            return false;
        if (!reader.TryOpen())
            return reader.TryWord("NIL"u8) && reader.AtEnd;
        for (int fields = 0; fields < MaxFields && !reader.NextIs((byte)')'); fields++)
        {
            if ((fields > 0 && !reader.TrySpace()) || !reader.TryString(out _) || !reader.TrySpace() || !reader.TryNString(out _))
                return false;
        }

        return reader.TryClose() && reader.AtEnd;
    }
}
