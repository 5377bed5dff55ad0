using System.Text;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Logins;

/// <summary>PASS: the password, blanks and all, to the name said before. RFC 1939 §7.</summary>
internal sealed class PassCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!session.TakesPasswords)
            return Pop3Reply.Error("SYS/PERM", "Start TLS first.");
        if (session.User is not { } user)
            return Pop3Reply.Error("Say USER first.");
        session.User = null;
        if (argument.IsEmpty || !System.Text.Unicode.Utf8.IsValid(argument.Span))
            return Pop3Reply.Syntax("PASS password");
        var result = await session.Shared.Backend.Authenticator.VerifyAsync(user, Encoding.UTF8.GetString(argument.Span), session.Peer, ct);
        return await LoginEnd.OfAsync(session, result, ct);
    }
}
