using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>ID: tells our name; of what the client says of itself, name and version are kept for the list of sessions. RFC 2971 §3.</summary>
internal sealed class IdCommand : IImapCommand
{
    private const int MaxFields = 30;

    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryRead(input.Arguments.Span, out string client))
            return ValueTask.FromResult(ImapReply.Syntax("ID NIL or ID (field value ...)"));
        session.Introduce(client);
        session.Responses.Untagged("ID (\"name\" \"Aether Mailer\")"u8);
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }

    private static bool TryRead(ReadOnlySpan<byte> arguments, out string client)
    {
        client = "";
        string version = "";
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace())
            return false;
        if (!reader.TryOpen())
            return reader.TryWord("NIL"u8) && reader.AtEnd;
        for (int fields = 0; fields < MaxFields && !reader.NextIs((byte)')'); fields++)
        {
            if ((fields > 0 && !reader.TrySpace()) || !reader.TryString(out var field) || !reader.TrySpace() || !reader.TryNString(out var value))
                return false;
            if (System.Text.Ascii.EqualsIgnoreCase(field, "name"u8))
                client = System.Text.Encoding.UTF8.GetString(value);
            else if (System.Text.Ascii.EqualsIgnoreCase(field, "version"u8))
                version = System.Text.Encoding.UTF8.GetString(value);
        }

        if (client.Length > 0 && version.Length > 0)
            client = $"{client} {version}";
        return reader.TryClose() && reader.AtEnd;
    }
}
