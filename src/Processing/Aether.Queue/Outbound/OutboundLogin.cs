using System.Net;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>Logs in at a smart host, by PLAIN or else LOGIN, and only where nobody else can read the password. RFC 4954 §4.</summary>
internal sealed class OutboundLogin(OutboundSession session, QueueOptions options)
{
    /// <exception cref="OutboundFailure">It was not possible: an operator has to mend it, so the mail waits.</exception>
    public async ValueTask RunAsync(string user, string password, CancellationToken ct)
    {
        bool isLocal = session.Connection.Remote is not IPEndPoint remote || IPAddress.IsLoopback(remote.Address);
        if (!session.Connection.IsEncrypted && !isLocal)
            throw OutboundFailure.Login("Logging in would send the password without TLS");

        var reply = session.Extensions.Mechanisms switch
        {
            var known when known.Contains("PLAIN", StringComparer.OrdinalIgnoreCase) => await AskAsync("AUTH PLAIN " + Encode($"\0{user}\0{password}"), ct),
            var known when known.Contains("LOGIN", StringComparer.OrdinalIgnoreCase) => await LoginAsync(user, password, ct),
            _ => throw OutboundFailure.Login("The server offers no way to log in that we know"),
        };
        if (reply.Code != 235)
            throw OutboundFailure.Login($"The server refused the login: {reply}");
    }

    private async ValueTask<SmtpReply> LoginAsync(string user, string password, CancellationToken ct)
    {
        var reply = await AskAsync("AUTH LOGIN", ct);
        if (reply.Code == 334)
            reply = await AskAsync(Encode(user), ct);
        return reply.Code == 334 ? await AskAsync(Encode(password), ct) : reply;
    }

    private ValueTask<SmtpReply> AskAsync(string line, CancellationToken ct) => session.Connection.AskAsync(line, options.Outbound.CommandTimeout, ct);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
