using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Acme;

/// <summary>Keeps the certificate of this server good: fetches it when there is none, when it is due, and when the names changed. The old one serves until the new one is here. RFC 8555.</summary>
public sealed partial class AcmeService(AcmeOptions options, AcmeChallenges challenges, CertificateSource certificates, TimeProvider clock, ILogger<AcmeService> logger) : IDisposable
{
    private readonly SemaphoreSlim running = new(1);

    /// <summary>By chance, once: the same at each look, so that "due" does not move.</summary>
    private readonly double chance = RandomNumberGenerator.GetInt32(1000) / 1000.0;

    /// <summary>Fetches a certificate if one is due.</summary>
    /// <exception cref="AcmeException">There is none; what was there stays.</exception>
    public async Task LookAsync(CancellationToken ct)
    {
        if (await DueAsync(ct) is { } reason)
            await RenewAsync(reason, ct);
    }

    /// <summary>Fetches a certificate now.</summary>
    /// <exception cref="AcmeException">There is none; what was there stays.</exception>
    /// <exception cref="CertificateException">What came can't be used.</exception>
    public async Task RenewAsync(string reason, CancellationToken ct)
    {
        await running.WaitAsync(ct);
        try
        {
            LogOrdering(logger, string.Join(' ', options.Domains), options.Directory.Host, reason);
            using var key = AcmeAccountKey.Ensure(options.AccountKey);
            using var client = new AcmeClient(options, key);
            var (chain, certificateKey) = await new AcmeOrder(client, key, NewProof(), clock).RunAsync(options.Domains, ct);
            Keep(chain, certificateKey);
            certificates.Reload();
            LogFetched(logger, string.Join(' ', options.Domains));
        }
        catch (Exception broken) when (broken is CryptographicException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new AcmeException($"What the authority sent makes no sense: {broken.Message}", "", broken);
        }
        finally
        {
            running.Release();
        }
    }

    private IProofPresenter NewProof() => options.Proof switch
    {
        AcmeProof.Tls => new TlsAlpnProof(challenges, clock),
        AcmeProof.Command => new CommandProof(options.Command, options.CommandPatience),
        _ => new HttpProof(challenges),
    };

    public void Dispose() => running.Dispose();

    /// <returns>Why a certificate is due; null: none is.</returns>
    private async Task<string?> DueAsync(CancellationToken ct)
    {
        if (!File.Exists(options.Files.Certificate) || !File.Exists(options.Files.Key))
            return "there is none";
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(options.Files.Certificate);
        if (options.Domains.Any(name => !leaf.MatchesHostname(name, allowWildcards: false, allowCommonName: false)))
            return "the names changed";
        var due = await SuggestedAsync(leaf, ct) ?? AcmeRenewal.DueOf(leaf, chance);
        return due <= clock.GetUtcNow() ? "it is time" : null;
    }

    /// <summary>RFC 9773: the authority may want it earlier, as when it has to revoke.</summary>
    private async Task<DateTimeOffset?> SuggestedAsync(X509Certificate2 leaf, CancellationToken ct)
    {
        if (AcmeRenewal.NameOf(leaf) is not { } name)
            return null;
        try
        {
            using var key = AcmeAccountKey.Ensure(options.AccountKey);
            using var client = new AcmeClient(options, key);
            return await client.PlaceAsync("renewalInfo", ct) is { } place ? AcmeRenewal.DueOf(await client.GetAsync(new Uri($"{place.AbsoluteUri.TrimEnd('/')}/{name}"), ct), chance) : null;
        }
        catch (AcmeException)
        {
            return null; // The certificate's own times do.
        }
    }

    /// <summary>The key first: with it alone nothing loads, and the next look finds the pair whole.</summary>
    private void Keep(string chain, string certificateKey)
    {
        using var leaf = X509Certificate2.CreateFromPem(chain, certificateKey); // refuses what does not belong together
        PrivateFile.Write(options.Files.Key, certificateKey);
        PrivateFile.Write(options.Files.Certificate, chain);
    }

    [LoggerMessage(1310, LogLevel.Information, "CertificateOrdered {Names} from {Authority}: {Reason}")]
    private static partial void LogOrdering(ILogger logger, string names, string authority, string reason);

    [LoggerMessage(1311, LogLevel.Information, "CertificateFetched {Names}")]
    private static partial void LogFetched(ILogger logger, string names);
}
