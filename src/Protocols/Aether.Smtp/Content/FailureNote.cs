using Aether.Smtp.Session;
using Aether.Validation.Failures;

namespace Aether.Smtp.Content;

/// <summary>Notes messages that fail for the report that their author's domain wants, where we give any. Nothing waits for it. RFC 9991 §2.</summary>
internal sealed class FailureNote(SmtpBackend backend, TimeProvider clock)
{
    /// <summary>Notes a message whose checks are done, whatever became of it.</summary>
    public void Note(SmtpSession session)
    {
        var transaction = session.Transaction!;
        if (backend.Failures is not { } options || transaction.Content!.Judgement.Found is not { Dmarc: { } dmarc } found || transaction.Content.Gate?.Header is not { } header || FailureCause.Of(found) is not { } cause)
            return;

        // What comes back, and what machines write, is not answered by a machine.
        if (transaction.Mail.Sender is null || ReportMail.IsTo(backend, session))
            return;
        var peer = session.Peer.Remote;
        var message = new FailedMessage(
            transaction.MessageId, clock.GetUtcNow(), peer.Address, peer.Port, header, [.. transaction.Recipients.Select(recipient => recipient.Arguments.Recipient.ToString())], transaction.Mail.EnvelopeId);
        if (!message.IsAutomatic)
            backend.Store.Reports.NoteFailure(dmarc.PolicyDomain, FailureDetail.IncidentOf(found, cause, message), () => FailureDetail.Of(found, cause, message, options.Redaction, options.MaxHeader).Format());
    }
}
