using Aether.Smtp.Session;
using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;

namespace Aether.Smtp.Content;

/// <summary>Counts what the checks of a message found, for the report that the author's domain wants. RFC 9990 §3.</summary>
internal sealed class DmarcTally(SmtpBackend backend)
{
    /// <summary>Notes a message whose checks are done, whatever became of it.</summary>
    public void Note(SmtpSession session)
    {
        if (backend is not { CountsDmarc: true, Checks: { } checks } || session.Transaction!.Content!.Judgement.Found is not { } found || ReportMail.IsTo(backend, session))
            return;
        if (DmarcDetail.Of(found, session.Peer.Remote.Address, checks.Options) is { } detail)
            backend.Store.Reports.Note(ReportKind.Dmarc, detail.Policy.Domain, detail.Format());
    }
}
