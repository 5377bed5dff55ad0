using Aether.Dns.Resolving;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;

namespace Aether.Validation.Bimi;

/// <summary>Finds the indicator of a message's author, when DMARC stands behind him (BIMI draft, "Receiver Actions").</summary>
/// <param name="dns">Bounded by the caller for each message.</param>
public sealed class BimiCheck(IDnsResolver dns, BimiIndicators indicators)
{
    /// <param name="wish">The selector that the message names; null: none.</param>
    public async ValueTask<BimiOutcome> RunAsync(DmarcOutcome? dmarc, IReadOnlyList<DkimOutcome> signatures, string? wish, CancellationToken ct)
    {
        if (BimiEligibility.ObstacleOf(dmarc) is { } obstacle)
            return new BimiOutcome(BimiResult.Skipped, obstacle);
        if (dmarc!.PolicyDomain != dmarc.Organization && await ObstacleOfOrganizationAsync(dmarc.Organization, ct) is { } above)
            return above;
        string selector = wish is not null && BimiSelector.IsSigned(signatures, dmarc) ? wish : BimiSelector.Default;
        var outcome = await FindAsync(dmarc.Author, selector, ct);
        return outcome.Result is BimiResult.None && dmarc.Organization.Length > 0 && dmarc.Organization != dmarc.Author ? await FindAsync(dmarc.Organization, selector, ct) : outcome;
    }

    /// <summary>A stricter record of a subdomain does not help where its organization lets everything through.</summary>
    private async ValueTask<BimiOutcome?> ObstacleOfOrganizationAsync(string organization, CancellationToken ct)
    {
        var texts = await dns.ResolveTextAsync("_dmarc." + organization, ct);
        if (texts.Status is DnsStatus.TemporaryFailure)
            return new BimiOutcome(BimiResult.TempError, "a look-up failed");
        var records = texts.Records.Where(DmarcRecord.IsDmarc).Take(2).ToList();
        return records.Count == 1 && DmarcRecord.Parse(records[0]) is { } record && BimiEligibility.ObstacleOf(record) is { } obstacle
            ? new BimiOutcome(BimiResult.Skipped, $"{obstacle} at {organization}")
            : null;
    }

    private async ValueTask<BimiOutcome> FindAsync(string domain, string selector, CancellationToken ct)
    {
        var texts = await dns.ResolveTextAsync($"{selector}._bimi.{domain}", ct);
        var outcome = new BimiOutcome(BimiResult.None) { Domain = domain, Selector = selector };
        if (texts.Status is DnsStatus.TemporaryFailure)
            return outcome with { Result = BimiResult.TempError, Reason = "a look-up failed" };
        var records = texts.Records.Where(BimiRecord.IsBimi).Take(2).ToList();
        if (records.Count == 0)
            return outcome;
        if (records.Count > 1)
            return outcome with { Result = BimiResult.Fail, Reason = "there are several records" };
        if (BimiRecord.Parse(records[0], out string problem) is not { } record)
            return outcome with { Result = BimiResult.Fail, Reason = problem };
        return record.IsDeclined ? outcome with { Result = BimiResult.Declined } : await FindAsync(record, outcome, ct);
    }

    private async ValueTask<BimiOutcome> FindAsync(BimiRecord record, BimiOutcome outcome, CancellationToken ct)
    {
        var evidence = await indicators.FindAsync(record, outcome.Domain, outcome.Selector, ct);
        return outcome with
        {
            Result = evidence switch { { IsTemporary: true } => BimiResult.TempError, { Problem: not null } => BimiResult.Fail, _ => BimiResult.Pass },
            Reason = evidence.Problem,
            Location = record.Location,
            Authority = evidence.Authority is BimiAuthority.Pass ? record.Authority : null,
            Evidence = evidence.Authority,
            Mark = evidence.Mark,
            Indicator = evidence.Indicator,
            PrefersPersonal = record.PrefersPersonal,
        };
    }
}
