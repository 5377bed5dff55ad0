using Aether.Dns.Resolving;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;
using Aether.Validation.MtaSts;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Policies;

/// <summary>
/// Says what a connection to a host must be that the DNS named: by its TLSA records where DNSSEC vouches for all of the way to them (RFC 7672),
/// else by the policy of the domain (RFC 8461 §2: it never weakens the first), else opportunistic.
/// </summary>
internal sealed class TransportPolicies(TransportOptions options, StsPolicies? policies, IDnsResolver dns)
{
    /// <summary>RFC 8689 §5.</summary>
    public static readonly SmtpReply NoRequireTls = new(550, new(5, 7, 30), "REQUIRETLS is not supported on the way");

    private static readonly SmtpReply Unknown = new(451, new(4, 7, 5), "The host's TLSA records can't be looked up now");
    private static readonly SmtpReply NotNamed = new(451, new(4, 7, 5), "The domain's policy (MTA-STS) does not name the host");

    public async ValueTask<StsPolicy?> FindAsync(string domain, RouteRule? rule, CancellationToken ct) =>
        policies is not null && rule is not { Via.Count: > 0 } ? await policies.FindAsync(domain, ct) : null;

    /// <summary>Why the policy that a domain says it has could not be had lately; null: it could, or there is none.</summary>
    public TlsResultType? FlawOf(string domain) => policies?.FlawOf(domain);

    /// <returns>The host with what it must be, or why it can't be used.</returns>
    public async ValueTask<(NextHop Hop, SmtpReply? Refusal)> SecureAsync(NextHop hop, (bool IsAuthentic, StsPolicy? Policy) route, bool requireTls, CancellationToken ct)
    {
        if (hop.Origin is HopOrigin.Configuration)
            return (requireTls && hop.Tls is not TlsPolicy.Implicit ? hop with { Tls = TlsPolicy.Required } : hop, null);
        if (options.Dane && route.IsAuthentic)
        {
            var (secured, refusal) = await ByTlsaAsync(hop, ct);
            if (refusal is not null || secured.Tls is TlsPolicy.Dane)
                return (secured, refusal);
            hop = secured;
        }

        bool isNamed = route.Policy?.Fits(hop.Host) is true;
        if (route.Policy is { Mode: StsMode.Enforce } && hop.Tls is not TlsPolicy.Encrypted)
        {
            if (!isNamed)
                return (hop, NotNamed);
            hop = hop with { Tls = TlsPolicy.Required };
        }

        // RFC 8689 §4.2.1: that this is a host of the domain must be sure, and its certificate fit.
        if (!requireTls)
            return (hop, null);
        return route.IsAuthentic || isNamed ? (hop with { Tls = TlsPolicy.Required }, null) : (hop, NoRequireTls);
    }

    private async ValueTask<(NextHop Hop, SmtpReply? Refusal)> ByTlsaAsync(NextHop hop, CancellationToken ct)
    {
        // RFC 7672 §2.2.2: where the addresses are not vouched for, there is nothing to be had; where they can't be known, the host can't be used.
        var addresses = await dns.ResolveAddressesAsync(hop.Host, ct);
        if (!addresses.IsAuthentic)
            return (hop, addresses.Status is DnsStatus.TemporaryFailure ? Unknown : null);
        var found = await dns.ResolveTlsaAsync($"_{hop.Port}._tcp.{hop.Host}", ct);
        if (found.Status is DnsStatus.TemporaryFailure)
            return (hop, Unknown); // RFC 7672 §2.1.2: or an attacker could make them vanish
        if (!found.IsFound || !found.IsAuthentic)
            return (hop, null);
        if (!DaneMatch.CanJudge(found.Records))
            return (hop with { Tls = TlsPolicy.Encrypted, Tlsa = found.Records }, null); // RFC 7672 §2.2: encryption is mandatory, whoever is there
        return (hop with { Tls = TlsPolicy.Dane, Tlsa = found.Records }, null);
    }
}
