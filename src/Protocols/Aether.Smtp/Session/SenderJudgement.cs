using Aether.Protocol.Smtp;
using Aether.Validation.Bimi;
using Aether.Validation.Checks;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Smtp.Session;

/// <summary>What the checks of the sender mean for one message.</summary>
/// <param name="Refusal">Why it is not taken, or null.</param>
/// <param name="Fields">What was found, as fields, CRLF-ended; empty without checks.</param>
/// <param name="IsQuarantined">It goes to the junk mailbox of its recipients.</param>
internal sealed record SenderJudgement(SmtpReply? Refusal, string Fields, bool IsQuarantined)
{
    public static SenderJudgement None { get; } = new(null, "", false);

    /// <summary>Which indicator readers here may show, as fields, CRLF-ended; they mean nothing elsewhere.</summary>
    public string Shown { get; private init; } = "";

    /// <summary>All that was found; null without checks.</summary>
    public MailAuthentication? Found { get; private init; }

    /// <summary>Ends the checks of a message whose content has come.</summary>
    public static async ValueTask<SenderJudgement> MakeAsync(MessageCheck check, SmtpSession session, SmtpServices services, CancellationToken ct)
    {
        var found = await check.CompleteAsync(ct);
        SmtpServices.LogJudged(
            services.Logger, session.Transaction!.MessageId, session.Peer.SessionId, ReceivedSpf.NameOf(found.Spf!.Result), found.Dkim.Count, DmarcOutcome.NameOf(found.Dmarc!.Result), found.Dmarc.Author, found.Action, found.Reason);
        var request = new SpfRequest(session.Peer.Remote.Address, found.Helo, found.Sender, found.ServiceId);
        return new SenderJudgement(RefusalOf(found), TraceRecord.Format(found, request), found.Action is MailAction.Quarantine)
        {
            Found = found,
            Shown = BimiFields.Format(found.Bimi, check.Indicators?.Options.MaxWritten ?? 0),
        };
    }

    private static SmtpReply? RefusalOf(MailAuthentication found) => found switch
    {
        { Action: MailAction.Defer } => Replies.SenderUnknownForNow,
        { Action: MailAction.Reject, Dmarc.Result: DmarcResult.PermError } => Replies.AuthorUnclear,
        { Action: MailAction.Reject, Dmarc.Result: DmarcResult.Fail } => Replies.RejectedByPolicy(found.Dmarc.PolicyDomain),
        { Action: MailAction.Reject } => Replies.SenderNotPermitted,
        _ => null,
    };
}
