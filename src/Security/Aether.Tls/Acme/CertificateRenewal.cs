using Aether.Tls.Vault;

namespace Aether.Tls.Acme;

/// <summary>Fetching another certificate on demand, where one is fetched at all, and how that stands.</summary>
/// <param name="acme">Null: none is.</param>
public sealed class CertificateRenewal(AcmeService? acme, CertificateVault vault)
{
    /// <returns>False: no certificate is fetched here.</returns>
    /// <exception cref="AcmeException">There is none; what was there stays.</exception>
    public async Task<bool> TryRunAsync(string reason, CancellationToken ct)
    {
        if (acme is null)
            return false;
        await acme.RenewAsync(reason, ct);
        return true;
    }

    /// <summary>Why the last orders failed, whichever node made them; null when all is well.</summary>
    public ValueTask<RenewalTrouble?> FindTroubleAsync(CancellationToken ct) => acme is null ? new ValueTask<RenewalTrouble?>((RenewalTrouble?)null) : vault.FindTroubleAsync(ct);
}
