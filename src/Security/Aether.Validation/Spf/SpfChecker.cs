using Aether.Dns.Resolving;
using Aether.Validation.Domains;

namespace Aether.Validation.Spf;

/// <summary>Asks a domain whether a host may send in its name. RFC 7208 §4.</summary>
/// <param name="dns">Bounded by the caller for each message.</param>
/// <param name="limits">RFC 7208 §4.6.4.</param>
public sealed class SpfChecker(IDnsResolver dns, SpfLimits limits, TimeProvider clock)
{
    /// <summary>Checks one identity of a transaction. A null reverse-path has the identity of the HELO name: RFC 7208 §2.4.</summary>
    public async ValueTask<SpfOutcome> CheckAsync(SpfRequest request, SpfIdentity identity, CancellationToken ct)
    {
        int at = request.Sender.LastIndexOf('@');
        bool isSender = identity is SpfIdentity.MailFrom && at >= 0;
        var given = isSender ? request.Sender[(at + 1)..] : request.Helo;

        // RFC 7208 §4.3: a literal, a single label or what is no name has no policy.
        if (!DomainName.TryNormalize(given, out var domain) || given.StartsWith('[') || !domain.Contains('.', StringComparison.Ordinal))
            return new SpfOutcome(SpfResult.None, identity, "");
        var local = isSender && at > 0 ? request.Sender[..at] : "postmaster";
        return await new SpfEvaluation(dns, limits, request, $"{local}@{domain}", clock).RunAsync(domain, identity, ct);
    }
}
