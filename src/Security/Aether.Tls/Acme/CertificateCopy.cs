using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Tls.Certificates;
using Aether.Tls.Vault;

namespace Aether.Tls.Acme;

/// <summary>This node's copy of the certificate that all nodes serve: files, so that it serves from the first moment, whatever becomes of the store.</summary>
public sealed class CertificateCopy(AcmeOptions options, CertificateVault vault, CertificateSource certificates) : IDisposable
{
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>Takes in what another node fetched.</summary>
    /// <returns>True: there was something new.</returns>
    /// <exception cref="CertificateException">It can't be used.</exception>
    public async Task<bool> FollowAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            if (await vault.FindCertificateAsync(ct) is not { } kept || IsHere(kept))
                return false;
            Write(kept);
            certificates.Reload();
            return true;
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"The certificate in the store can't be used: {unusable.Message}", unusable);
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private bool IsHere(KeptCertificate kept) =>
        File.Exists(options.Files.Certificate) && File.Exists(options.Files.Key) && File.ReadAllText(options.Files.Certificate) == kept.Chain && File.ReadAllText(options.Files.Key) == kept.Key;

    /// <summary>The key first: with it alone nothing loads, and the next look finds the pair whole.</summary>
    private void Write(KeptCertificate kept)
    {
        using var leaf = X509Certificate2.CreateFromPem(kept.Chain, kept.Key); // refuses what does not belong together
        PrivateFile.Write(options.Files.Key, kept.Key);
        PrivateFile.Write(options.Files.Certificate, kept.Chain);
    }
}
