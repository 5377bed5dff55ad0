using System.Globalization;
using Aether.Smtp.Session;
using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;
using Aether.Storage.Tracing;

namespace Aether.Smtp.Content;

/// <summary>What the trace of a message begins with: by whom and how it came, and where each recipient's copy went.</summary>
internal static class AcceptTrace
{
    /// <summary>Recipients noted of one message; a mailing to more is found by its id.</summary>
    private const int MaxRecipients = 100;

    public static IEnumerable<TraceEvent> Of(SmtpSession session, AcceptPlan plan, StoredMessage message, DateTimeOffset now)
    {
        var transaction = session.Transaction!;
        string sender = transaction.Mail.Sender?.ToString() ?? "";
        var queued = plan.Queued?.Recipients.Select(recipient => recipient.Address).ToHashSet(StringComparer.Ordinal) ?? [];
        string came = string.Create(CultureInfo.InvariantCulture,
            $"from {session.ClientName} [{session.Peer.Remote.Address}], {Channel(session)}, session {session.Peer.SessionId}, {message.Body.Size} octets{SenderSummary.Of(transaction.Content?.Judgement.Found)}");
        long? subject = message.Facts.Subject is { } written ? TraceSubject.Hash(written) : null;
        return transaction.Recipients.Take(MaxRecipients).Select(recipient => new TraceEvent(
            plan.MessageId, now, TraceKind.Accepted, sender, recipient.Arguments.Recipient.ToString(), $"{came}; {Targets(recipient, queued)}")
        {
            Subject = subject,
        });
    }

    private static string Channel(SmtpSession session) =>
        (session.Connection.Tls is { } tls ? $"{tls.Protocol}" : "no TLS") + (session.Login is { } login ? $", login {login.Address}" : "");

    private static string Targets(AcceptedRecipient recipient, HashSet<string> queued) =>
        string.Join(", ", recipient.Targets.Take(10).Select(target => queued.Contains(target.Address) ? $"queued for {target.Address}" : $"stored for {target.Address}"));
}
