using System.Text;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Logins;

/// <summary>USER: the name; whether there is such a user is not told. RFC 1939 §7; UTF-8 names: RFC 6856 §2.2.</summary>
internal sealed class UserCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!session.TakesPasswords)
            return ValueTask.FromResult(Pop3Reply.Error("SYS/PERM", "Start TLS first."));
        if (argument.IsEmpty || !System.Text.Unicode.Utf8.IsValid(argument.Span))
            return ValueTask.FromResult(Pop3Reply.Syntax("USER name"));
        session.User = Encoding.UTF8.GetString(argument.Span);
        return ValueTask.FromResult(Pop3Reply.Ok("Now the password."));
    }
}
