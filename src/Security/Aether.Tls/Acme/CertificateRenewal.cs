namespace Aether.Tls.Acme;

/// <summary>Fetching another certificate on demand, where one is fetched at all.</summary>
/// <param name="acme">Null: none is.</param>
public sealed class CertificateRenewal(AcmeService? acme)
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
}
