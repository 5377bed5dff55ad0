using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Lookups;
using Aether.Validation.Spf;

namespace Aether.Validation.Checks;

/// <summary>What is checked, and what follows from it.</summary>
/// <param name="ServiceId">Our name in results. RFC 8601 §2.5.</param>
public sealed record CheckOptions(string ServiceId)
{
    /// <summary>RFC 7489 or RFC 9989 way to organizational domains.</summary>
    public DmarcMode DmarcMode { get; init; }

    public PublicSuffixList Suffixes { get; init; } = PublicSuffixList.Shipped;

    /// <summary>Do as the author's domain wants: reject and quarantine. Else only write results down.</summary>
    public bool AppliesDmarc { get; init; } = true;

    /// <summary>Refuse what SPF fails and DMARC does not pass, whatever the author's domain wants. RFC 7208 §8.4.</summary>
    public bool RejectsSpfFail { get; init; }

    /// <summary>Refuse for now what could not be checked; else it is accepted.</summary>
    public bool DefersOnDnsFailure { get; init; }

    /// <summary>Author domains whose policy is not applied: a rule of ours, reported as such. RFC 9990 §3.1.6.</summary>
    public IReadOnlySet<string> DmarcExceptions { get; init; } = new HashSet<string>();

    /// <summary>Domains whose seals are believed: a chain of only these, that began with a pass, stands for DMARC. RFC 8617 §7.2.</summary>
    public IReadOnlySet<string> TrustedSealers { get; init; } = new HashSet<string>();

    public LookupLimits Lookups { get; init; } = new();

    public SpfLimits Spf { get; init; } = new();

    public DkimLimits Dkim { get; init; } = new();
}
