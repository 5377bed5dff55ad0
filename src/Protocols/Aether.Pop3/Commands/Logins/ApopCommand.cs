using System.Security.Cryptography;
using System.Text;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Sasl;

namespace Aether.Pop3.Commands.Logins;

/// <summary>APOP: name, and a digest of the greeting's timestamp and an app password. RFC 1939 §7.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "RFC 1939 §7 says MD5; it is off unless asked for, and never sees a password that somebody chose.")]
internal sealed class ApopCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!session.TakesPasswords)
            return Pop3Reply.Error("SYS/PERM", "Start TLS first.");
        if (session.Timestamp is not { } timestamp)
            return Pop3Reply.Error("APOP is not offered.");
        if (!DigestAnswer.TryParse(argument.Span, out string user, out byte[] digest))
            return Pop3Reply.Syntax("APOP name digest");
        var result = await session.Shared.Backend.Authenticator.VerifyDigestAsync(user, secret => CryptographicOperations.FixedTimeEquals(MD5.HashData([.. Encoding.ASCII.GetBytes(timestamp), .. secret]), digest), session.Peer, ct);
        return await LoginEnd.OfAsync(session, result, ct);
    }
}
