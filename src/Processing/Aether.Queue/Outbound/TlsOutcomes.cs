using System.Net;
using Aether.Dns.Resolving;
using Aether.Queue.Policies;
using Aether.Queue.Settings;
using Aether.Storage.Reports;
using Aether.Validation.MtaSts;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Outbound;

/// <summary>Counts what became of sessions with the servers of other domains, for the reports that those want. RFC 8460 §4.</summary>
/// <param name="reports">Null: nothing is counted.</param>
internal sealed class TlsOutcomes(ReportStore? reports, TransportPolicies policies)
{
    private const int MaxStrings = 50;

    /// <summary>Notes a session that was opened, or was not for the sake of its encryption.</summary>
    /// <param name="domain">Of the recipients.</param>
    /// <param name="policy">Of that domain; null: none.</param>
    public void Note(string domain, NextHop hop, StsPolicy? policy, TlsSight sight)
    {
        if (reports is null || hop.Origin is not HopOrigin.Dns || !sight.WasAsked || domain.StartsWith('['))
            return;
        var facts = FactsOf(domain, hop, policy);
        var (flaw, reason) = FlawOf(domain, hop, facts, policy, sight);
        var failure = flaw is { } type ? new TlsFailure(type, AddressOf(sight.Local), hop.Host, AddressOf(sight.Remote), reason) : null;
        reports.Note(ReportKind.Tls, domain, new TlsDetail(facts, failure).Format());
    }

    /// <summary>Notes a host that was not asked, as its policy was in the way.</summary>
    public void NoteRefusal(string domain, NextHop hop, StsPolicy? policy)
    {
        if (reports is null || hop.Origin is not HopOrigin.Dns)
            return;
        bool isPolicy = policy is { Mode: StsMode.Enforce } && !policy.Fits(hop.Host);
        var facts = isPolicy ? FactsOf(domain, hop with { Tlsa = [] }, policy) : new TlsPolicyFacts(TlsPolicyType.Tlsa, hop.Host, [], []);
        var failure = isPolicy
            ? new TlsFailure(TlsResultType.ValidationFailure, "", hop.Host, "", "the policy does not name the host")
            : new TlsFailure(TlsResultType.DnssecInvalid, "", hop.Host, "", "the TLSA records can't be looked up");
        reports.Note(ReportKind.Tls, domain, new TlsDetail(facts, failure).Format());
    }

    private (TlsResultType? Flaw, string Reason) FlawOf(string domain, NextHop hop, TlsPolicyFacts facts, StsPolicy? policy, TlsSight sight)
    {
        if (sight.Flaw is { } flaw)
            return (flaw, sight.Reason);
        if (hop.Tlsa.Count > 0 && !DaneMatch.CanJudge(hop.Tlsa))
            return (TlsResultType.TlsaInvalid, "none of the TLSA records can be used");
        if (facts.Type is TlsPolicyType.Sts)
        {
            // A policy under test is judged as one that is enforced: that is what it is published for. RFC 8461 §5.
            return policy is null ? (policies.FlawOf(domain), "")
                : sight.CertificateFlaw is { } certificate ? (certificate, "")
                : policy.Fits(hop.Host) ? (null, "") : (TlsResultType.ValidationFailure, "the policy does not name the host");
        }

        return (null, "");
    }

    private TlsPolicyFacts FactsOf(string domain, NextHop hop, StsPolicy? policy)
    {
        if (hop.Tlsa.Count > 0)
            return new TlsPolicyFacts(TlsPolicyType.Tlsa, hop.Host, [.. hop.Tlsa.Take(MaxStrings).Select(TextOf).Order(StringComparer.Ordinal)], []);
        if (policy is not null)
            return new TlsPolicyFacts(TlsPolicyType.Sts, domain, [.. policy.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Take(MaxStrings)], [.. policy.Hosts.Take(MaxStrings)]);
        return new TlsPolicyFacts(policies.FlawOf(domain) is null ? TlsPolicyType.None : TlsPolicyType.Sts, domain, [], []);
    }

    private static string TextOf(TlsaRecord record) => $"{record.Usage} {record.Selector} {record.Matching} {Convert.ToHexStringLower(record.Data.Span)}";

    private static string AddressOf(EndPoint? place) => place is IPEndPoint { Address: var address } ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "";
}
