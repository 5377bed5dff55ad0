using Aether.Validation.Dmarc;

namespace Aether.Validation.Bimi;

/// <summary>Whether a message may show an indicator: DMARC has to pass under policies that bite (BIMI draft, "Authentication Requirements").</summary>
internal static class BimiEligibility
{
    /// <returns>Why it may not; null: it may, as far as the policy shows that was found.</returns>
    public static string? ObstacleOf(DmarcOutcome? dmarc) => dmarc switch
    {
        not { Result: DmarcResult.Pass, Record: not null } => "DMARC did not pass",
        { Requested: DmarcPolicy.None } => "the policy is none",
        _ => ObstacleOf(dmarc.Record),
    };

    /// <summary>The same rules hold for the record of the author's domain and of the organization.</summary>
    public static string? ObstacleOf(DmarcRecord record) => record switch
    {
        { Policy: DmarcPolicy.None } => "the policy is none",
        { Subdomains: DmarcPolicy.None } => "the policy for subdomains is none",
        { Policy: DmarcPolicy.Quarantine, Percent: < 100 } => "the policy is for a part of the mail only",
        { Policy: DmarcPolicy.Quarantine, IsTest: true } => "the policy is under test", // what pct was: RFC 9989 §4.7
        _ => null,
    };
}
