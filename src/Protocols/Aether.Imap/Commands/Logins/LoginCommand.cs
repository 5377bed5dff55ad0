using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Logins;

/// <summary>LOGIN: user and password in one line. RFC 3501 §6.2.3.</summary>
internal sealed class LoginCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!session.TakesPasswords)
            return ImapReply.PrivacyRequired; // whether the client cares about LOGINDISABLED or not: case A07
        if (!TryParse(input.Arguments.Span, out string user, out string password))
            return ImapReply.Syntax("LOGIN user password");
        return LoginEnd.Of(session, await session.Shared.Authenticator.VerifyAsync(user, password, session.Peer, ct));
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, out string user, out string password)
    {
        user = password = string.Empty;
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace() || !reader.TryAString(out var name) || !reader.TrySpace() || !reader.TryAString(out var secret) || !reader.AtEnd)
            return false;
        (user, password) = (Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(secret));
        return true;
    }
}
