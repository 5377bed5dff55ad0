using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.Checks;

/// <summary>Decides what follows from the results. RFC 9989 §5.3.5, §5.3.6, RFC 7208 §8.</summary>
internal static class Disposition
{
    public static MailAuthentication Decide(MailAuthentication found, CheckOptions options)
    {
        var dmarc = found.Dmarc!;
        if (dmarc.Result is DmarcResult.Pass)
            return found;

        // Case D02: what different readers would take for different authors is not taken at all.
        if (dmarc.Result is DmarcResult.PermError)
            return options.AppliesDmarc ? found with { Action = MailAction.Reject, Reason = dmarc.Reason } : found;
        if (dmarc.Result is DmarcResult.Fail && options.AppliesDmarc && dmarc.Requested is not DmarcPolicy.None)
        {
            if (options.DmarcExceptions.Contains(dmarc.Author))
                return found with { Reason = "local rule: the policy of this domain is not applied" };
            if (IsTrusted(found.Arc, options))
                return found with { Reason = "a trusted chain says that it passed before it was forwarded" };
            return found with
            {
                Action = dmarc.Requested is DmarcPolicy.Reject ? MailAction.Reject : MailAction.Quarantine,
                Reason = $"the policy of {dmarc.PolicyDomain}",
            };
        }

        if (options.RejectsSpfFail && found.Spf?.Result is SpfResult.Fail)
            return found with { Action = MailAction.Reject, Reason = $"SPF of {found.Spf.Domain}" };
        return options.DefersOnDnsFailure && IsOpen(found)
            ? found with { Action = MailAction.Defer, Reason = "a look-up failed" }
            : found;
    }

    // Only sealers we know, and the first of them saw a pass: anybody can begin a chain of his own. RFC 8617 §9.
    private static bool IsTrusted(ArcOutcome arc, CheckOptions options) =>
        arc.Result is ArcResult.Pass && arc.Sealers.All(options.TrustedSealers.Contains) && HasPassed(arc.FirstResults);

    private static bool HasPassed(string results) => results.Split(';').Select(part => part.Trim()).Any(part =>
        part.StartsWith("dmarc=pass", StringComparison.OrdinalIgnoreCase) && (part.Length == 10 || part[10] is ' ' or '\t' or '\r' or '('));

    private static bool IsOpen(MailAuthentication found) =>
        found.Dmarc?.Result is DmarcResult.TempError || found.Spf?.Result is SpfResult.TempError || found.Dkim.Any(dkim => dkim.Result is DkimResult.TempError);
}
