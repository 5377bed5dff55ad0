using Aether.Net.Connections;
using Aether.Protocol.Smtp;

namespace Aether.Smtp.Session;

/// <summary>
/// Decides whether a client gets a greeting. Case S04: whoever speaks before it does not listen to it; with a wait, a
/// stranger is watched for that first. RFC 5321 §3.1, §4.3.1.
/// </summary>
internal sealed class Greeting(SmtpSession session)
{
    private readonly MailConnection connection = session.Connection;

    /// <returns>The reply in place of the greeting, or null.</returns>
    public async ValueTask<SmtpReply?> RefusalAsync(CancellationToken ct)
    {
        // LMTP takes mail without the checks of a stranger's: RFC 2033 §3 keeps it off the open network.
        if (session.Options.Kind is SmtpListenerKind.Lmtp && !session.Peer.Exempt)
            return Replies.NoPartyOfOurs;
        return connection.HasPlaintextLeft() || await SpeaksMeanwhileAsync(ct) ? Replies.EarlyTalker : null;
    }

    private async ValueTask<bool> SpeaksMeanwhileAsync(CancellationToken ct)
    {
        var wait = session.Limits.GreetingWait;
        if (wait <= TimeSpan.Zero || session.Peer.Exempt || session.Options.Kind is not SmtpListenerKind.Mx)
            return false;
        try
        {
            var read = await connection.ReadAsync(wait, ct);
            bool spoke = !read.Buffer.IsEmpty;
            connection.Input.AdvanceTo(read.Buffer.Start);
            return spoke; // not: it left, or the server stops, which the loop sees next
        }
        catch (PeerTimeoutException)
        {
            return false; // it waited, as it should
        }
    }
}
