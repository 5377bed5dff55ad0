using System.Net.Sockets;
using Aether.Dns.Resolving;
using Aether.Validation.Authors;
using Aether.Validation.Dkim;
using Aether.Validation.Domains;
using Aether.Validation.Spf;

namespace Aether.Validation.Dmarc;

/// <summary>Asks whether the author's domain stands behind a message. RFC 9989 §5.3.</summary>
/// <param name="dns">Bounded by the caller for each message.</param>
/// <param name="suffixes">For <see cref="DmarcMode.PublicSuffix"/>.</param>
public sealed class DmarcChecker(IDnsResolver dns, DmarcMode mode, PublicSuffixList suffixes)
{
    private readonly DmarcDiscovery discovery = new(dns, mode, suffixes);

    /// <param name="spf">Of the MAIL FROM identity; HELO alone never counts. RFC 9989 §4.4.2.</param>
    public async ValueTask<DmarcOutcome> CheckAsync(AuthorFinding author, SpfOutcome? spf, IReadOnlyList<DkimOutcome> dkim, CancellationToken ct)
    {
        if (author.Domain is not { } domain)
            return new DmarcOutcome(DmarcResult.PermError, "") { Reason = author.Problem };
        var place = await discovery.FindPolicyAsync(domain, ct);
        if (place.IsUnknown)
            return new DmarcOutcome(DmarcResult.TempError, domain) { Reason = "the policy could not be looked up" };
        if (place.Record is not { } record)
            return new DmarcOutcome(DmarcResult.None, domain) { Organization = place.Organization };

        bool spfCounts = spf is { Result: SpfResult.Pass } && await IsAlignedAsync(spf.Domain, domain, place.Organization, record.StrictSpf, ct);
        bool dkimCounts = await AnyAsync(dkim, DkimResult.Pass, domain, place.Organization, record, ct);
        var outcome = new DmarcOutcome(DmarcResult.Pass, domain)
        {
            PolicyDomain = place.Domain,
            Organization = place.Organization,
            Record = record,
            IsSpfAligned = spfCounts,
            IsDkimAligned = dkimCounts,
        };
        outcome = outcome with { Published = await PolicyForAsync(outcome, ct) };
        outcome = outcome with { Requested = record.IsTest ? Milder(outcome.Published) : outcome.Published };
        if (spfCounts || dkimCounts)
            return outcome;

        // What could not be learnt might have passed: no conclusion, never a refusal (design of security.onDnsFailure).
        bool isOpen = (spf is { Result: SpfResult.TempError } && await IsAlignedAsync(spf.Domain, domain, place.Organization, record.StrictSpf, ct))
            || await AnyAsync(dkim, DkimResult.TempError, domain, place.Organization, record, ct);
        return isOpen
            ? outcome with { Result = DmarcResult.TempError, Reason = "an aligned check could not be finished" }
            : outcome with { Result = DmarcResult.Fail, Reason = "neither SPF nor DKIM passes in the name of the author" };
    }

    // RFC 9989 §4.7, t=: one step milder.
    private static DmarcPolicy Milder(DmarcPolicy policy) => policy is DmarcPolicy.Reject ? DmarcPolicy.Quarantine : DmarcPolicy.None;

    private async ValueTask<bool> AnyAsync(IReadOnlyList<DkimOutcome> dkim, DkimResult result, string author, string organization, DmarcRecord record, CancellationToken ct)
    {
        foreach (var outcome in dkim)
        {
            if (outcome.Result == result && !outcome.IsPartial && await IsAlignedAsync(outcome.Domain, author, organization, record.StrictDkim, ct))
                return true;
        }

        return false;
    }

    // RFC 9989 §4.4
    private async ValueTask<bool> IsAlignedAsync(string domain, string author, string organization, bool isStrict, CancellationToken ct)
    {
        if (domain == author)
            return true;
        if (isStrict || domain.Length == 0 || !DomainName.IsWithin(domain, organization))
            return false; // relatives share the organizational domain's end: no need to ask about strangers
        return await discovery.FindOrganizationAsync(domain, ct) == organization;
    }

    private async ValueTask<DmarcPolicy> PolicyForAsync(DmarcOutcome outcome, CancellationToken ct)
    {
        var record = outcome.Record!;
        if (outcome.PolicyDomain == outcome.Author)
            return record.Policy;
        var subdomains = record.Subdomains ?? record.Policy;
        return record.Missing is { } missing && missing != subdomains && await IsMissingAsync(outcome.Author, ct) ? missing : subdomains;
    }

    // RFC 9989 §3.2.13: neither A nor AAAA nor MX.
    private async ValueTask<bool> IsMissingAsync(string domain, CancellationToken ct) =>
        IsAbsent((await dns.ResolveMxAsync(domain, ct)).Status)
        && IsAbsent((await dns.ResolveAddressesAsync(domain, AddressFamily.InterNetwork, ct)).Status)
        && IsAbsent((await dns.ResolveAddressesAsync(domain, AddressFamily.InterNetworkV6, ct)).Status);

    private static bool IsAbsent(DnsStatus status) => status is DnsStatus.NoSuchName or DnsStatus.NoRecords;
}
