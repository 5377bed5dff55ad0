using Aether.Validation.Dmarc;

namespace Aether.Validation.DmarcReports;

/// <summary>The policy that messages were judged by, in the words of reports. RFC 9990 §3.1.1.5.</summary>
/// <param name="Domain">Who published it.</param>
/// <param name="Method">How it was found: <c>treewalk</c> or <c>psl</c>.</param>
public sealed record DmarcPublished(string Domain, string Method, string Policy, string Subdomains, string Missing, string Dkim, string Spf, string Test)
{
    public static DmarcPublished Of(DmarcOutcome outcome, DmarcMode mode)
    {
        var record = outcome.Record!;
        var subdomains = record.Subdomains ?? record.Policy;
        return new DmarcPublished(
            outcome.PolicyDomain, mode is DmarcMode.PublicSuffix ? "psl" : "treewalk", DmarcOutcome.NameOf(record.Policy), DmarcOutcome.NameOf(subdomains), DmarcOutcome.NameOf(record.Missing ?? subdomains),
            record.StrictDkim ? "s" : "r", record.StrictSpf ? "s" : "r", record.IsTest ? "y" : "n");
    }
}
