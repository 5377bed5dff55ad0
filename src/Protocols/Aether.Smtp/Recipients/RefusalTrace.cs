using Aether.Protocol.Smtp;
using Aether.Smtp.Session;
using Aether.Storage.Tracing;

namespace Aether.Smtp.Recipients;

/// <summary>Notes which recipients were refused, so that who asks where a message is hears that it never came in. Bounded: whoever guesses names fills no disk.</summary>
internal sealed class RefusalTrace(TraceStore traces, TimeProvider clock)
{
    private const int MostPerSecond = 50;
    private readonly Lock gate = new();
    private long second;
    private int noted;

    /// <summary>Notes that the content was refused, for all its recipients.</summary>
    public void Note(SmtpSession session, SmtpReply reply)
    {
        string found = SenderSummary.Of(session.Transaction!.Content?.Judgement.Found);
        foreach (var recipient in session.Transaction.Recipients)
            Note(session, recipient.Arguments.Recipient, reply, found);
    }

    public void Note(SmtpSession session, Mailbox recipient, SmtpReply reply) => Note(session, recipient, reply, "");

    private void Note(SmtpSession session, Mailbox recipient, SmtpReply reply, string found)
    {
        var now = clock.GetUtcNow();
        if (!Takes(now.ToUnixTimeSeconds()))
            return;
        var transaction = session.Transaction!;
        traces.Note(new TraceEvent(
            transaction.MessageId, now, TraceKind.Refused, transaction.Mail.Sender?.ToString() ?? "", recipient.ToString(),
            $"from {session.ClientName} [{session.Peer.Remote.Address}], session {session.Peer.SessionId}{found}: {reply}"));
    }

    private bool Takes(long now)
    {
        lock (gate)
        {
            if (now != second)
                (second, noted) = (now, 0);
            return noted++ < MostPerSecond;
        }
    }
}
