using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.Failures;

/// <summary>Why the domain of a message is told of it. RFC 9989 §4.7, RFC 9991 §4.</summary>
/// <param name="Name">The word of Auth-Failure: dmarc, or what RFC 6591 §3.3 calls it where a mechanism failed for others than the author.</param>
/// <param name="Signature">The signature that failed; null: none did.</param>
/// <param name="Spf">SPF where it failed; null: it did not.</param>
public sealed record FailureCause(string Name, DkimOutcome? Signature, SpfOutcome? Spf)
{
    /// <returns>Null: nothing failed that the domain wants to hear of, or nothing is known for sure.</returns>
    public static FailureCause? Of(MailAuthentication found)
    {
        // RFC 9991 §2: public suffixes get none. What is deferred comes again, and what could not be looked up has not failed.
        if (found.Action is MailAction.Defer || IsOpen(found) || found.Dmarc is not { Record: { FailureReports.Count: > 0, IsPublicSuffix: not true } record, Result: DmarcResult.Pass or DmarcResult.Fail } dmarc)
            return null;
        var wanted = record.FailureOptions;
        var signature = found.Dkim.Where(IsFailed).OrderByDescending(dkim => dkim.Domain == dmarc.Author).ThenByDescending(dkim => dkim.Domain.EndsWith(dmarc.Organization, StringComparison.Ordinal)).FirstOrDefault();
        var spf = found.Spf is { Result: SpfResult.Fail or SpfResult.SoftFail or SpfResult.PermError } failed ? failed : null;
        if ((wanted.HasFlag(DmarcFailureOptions.All) && dmarc is { IsDkimAligned: false, IsSpfAligned: false }) || (wanted.HasFlag(DmarcFailureOptions.Any) && !(dmarc.IsDkimAligned && dmarc.IsSpfAligned)))
            return new FailureCause("dmarc", signature, spf);
        if (wanted.HasFlag(DmarcFailureOptions.Dkim) && signature is not null)
            return new FailureCause(signature.Reason switch { DkimOutcome.BodyChanged => "bodyhash", DkimOutcome.Revoked => "revoked", _ => "signature" }, signature, spf);
        return wanted.HasFlag(DmarcFailureOptions.Spf) && spf is not null ? new FailureCause("spf", signature, spf) : null;
    }

    private static bool IsOpen(MailAuthentication found) => found.Spf is { Result: SpfResult.TempError } || found.Dkim.Any(dkim => dkim.Result is DkimResult.TempError);

    private static bool IsFailed(DkimOutcome dkim) => dkim.Domain.Length > 0 && dkim.Result is DkimResult.Fail or DkimResult.Policy or DkimResult.PermError;
}
