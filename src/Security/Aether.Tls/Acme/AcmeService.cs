using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Tls.Certificates;
using Aether.Tls.Vault;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Acme;

/// <summary>
/// Keeps the certificate of this server good: fetches it when there is none, when it is due, and when the names changed. The old one serves until the new one is here. RFC 8555.
/// Of the nodes of a cluster one does so at a time, and the others take in what it fetched.
/// </summary>
public sealed partial class AcmeService(AcmeOptions options, AcmeParts parts, TimeProvider clock, ILogger<AcmeService> logger) : IDisposable
{
    private static readonly TimeSpan WhenWell = TimeSpan.FromHours(12);
    private static readonly TimeSpan WhenOthersDo = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim running = new(1);

    /// <summary>By chance, once: the same at each look, so that "due" does not move.</summary>
    private readonly double chance = RandomNumberGenerator.GetInt32(1000) / 1000.0;

    /// <summary>When to look again, after the last look.</summary>
    public TimeSpan NextLook { get; private set; } = WhenWell;

    /// <summary>Orders that failed since one did not, as this node knows.</summary>
    public int FailedAttempts { get; private set; }

    /// <summary>Fetches a certificate if one is due and it is this node's turn.</summary>
    /// <exception cref="AcmeException">There is none; what was there stays.</exception>
    /// <exception cref="CertificateException">What came can't be used.</exception>
    public async Task LookAsync(CancellationToken ct)
    {
        NextLook = WhenOthersDo;
        await running.WaitAsync(ct);
        try
        {
            await using var turn = await AcmeTurn.TryTakeAsync(parts.Leases, clock, ct);
            await parts.Copy.FollowAsync(ct);
            if (turn is null)
                return;
            if (await parts.Vault.FindTroubleAsync(ct) is { } trouble)
            {
                FailedAttempts = trouble.Attempts;
                if (trouble.RetryAt > clock.GetUtcNow())
                {
                    NextLook = trouble.RetryAt - clock.GetUtcNow();
                    return;
                }
            }

            if (await DueAsync(turn.Lost) is { } reason)
                await OrderAsync(reason, turn, ct);
            await parts.Keys.FollowAsync(turn.Lost);
            NextLook = WhenWell;
        }
        finally
        {
            running.Release();
        }
    }

    /// <summary>Fetches a certificate now.</summary>
    /// <exception cref="AcmeException">There is none; what was there stays.</exception>
    /// <exception cref="CertificateException">What came can't be used.</exception>
    public async Task RenewAsync(string reason, CancellationToken ct)
    {
        await running.WaitAsync(ct);
        try
        {
            await using var turn = await AcmeTurn.TryTakeAsync(parts.Leases, clock, ct) ?? throw new AcmeException("Another node is fetching one at this moment.");
            await parts.Copy.FollowAsync(ct);
            await OrderAsync(reason, turn, ct);
            await parts.Keys.FollowAsync(turn.Lost);
        }
        finally
        {
            running.Release();
        }
    }

    public void Dispose() => running.Dispose();

    private async Task OrderAsync(string reason, AcmeTurn turn, CancellationToken ct)
    {
        try
        {
            LogOrdering(logger, string.Join(' ', options.Domains), options.Directory.Host, reason);
            await FetchAsync(turn);
            await parts.Vault.ClearTroubleAsync(ct);
            FailedAttempts = 0;
            LogFetched(logger, string.Join(' ', options.Domains));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new AcmeException("The turn of this node was lost: the store was away for too long.");
        }
        catch (Exception broken) when (broken is CryptographicException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            await RememberAsync(broken.Message, ct);
            throw new AcmeException($"What the authority sent makes no sense: {broken.Message}", "", broken);
        }
        catch (Exception refused) when (refused is AcmeException or CertificateException)
        {
            await RememberAsync(refused.Message, ct);
            throw;
        }
    }

    private async Task FetchAsync(AcmeTurn turn)
    {
        var ct = turn.Lost;
        string? before = await CurrentKeyAsync(ct);
        string certificateKey = await parts.Keys.ChooseAsync(before, ct);
        using var key = await AcmeAccountKey.EnsureAsync(parts.Vault, options.Directory, ct);
        using var client = new AcmeClient(options, key);
        string chain = await new AcmeOrder(client, key, NewProof(), clock).RunAsync(options.Domains, certificateKey, ct);
        using (X509Certificate2.CreateFromPem(chain, certificateKey))
        {
            // It belongs to the key: no node is given what it can't serve.
        }

        if (!await turn.IsOursAsync(ct))
            throw new AcmeException("Another node took over meanwhile.");
        await parts.Keys.UsedAsync(certificateKey, before, ct); // first: a pin too many does no harm
        await parts.Vault.SetCertificateAsync(new KeptCertificate(chain, certificateKey), ct);
        await parts.Copy.FollowAsync(ct);
    }

    /// <summary>The key that serves now, where a new certificate may have the same: that of the one before, or of the self-signed one.</summary>
    private async Task<string?> CurrentKeyAsync(CancellationToken ct)
    {
        if (await parts.Vault.FindCertificateAsync(ct) is { } kept)
            return kept.Key;
        string selfSigned = SelfSigned.FilesIn(options.Folder).Key;
        return File.Exists(selfSigned) ? await File.ReadAllTextAsync(selfSigned, ct) : null;
    }

    private async Task RememberAsync(string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await parts.Vault.FindTroubleAsync(ct);
        FailedAttempts = (before?.Attempts ?? 0) + 1;
        var pause = FirstPause * Math.Pow(2, Math.Min(FailedAttempts - 1, 10)) * (0.8 + (RandomNumberGenerator.GetInt32(400) / 1000.0));
        NextLook = pause < WhenWell ? pause : WhenWell;
        await parts.Vault.SetTroubleAsync(new RenewalTrouble(FailedAttempts, reason, before?.Since ?? now, now + NextLook), ct);
    }

    private IProofPresenter NewProof() => options.Proof switch
    {
        AcmeProof.Tls => new TlsAlpnProof(parts.Challenges),
        AcmeProof.Command => new CommandProof(options.Command, options.CommandPatience),
        AcmeProof.Dns => new ZoneProof(options.Zones, options.ZonePause, clock),
        _ => new HttpProof(parts.Challenges),
    };

    /// <returns>Why a certificate is due; null: none is.</returns>
    private async Task<string?> DueAsync(CancellationToken ct)
    {
        if (await parts.Vault.FindCertificateAsync(ct) is not { } kept)
            return "there is none";
        using var leaf = X509Certificate2.CreateFromPem(kept.Chain);
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static extension => extension.EnumerateDnsNames()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (options.Domains.Any(name => !names.Contains(name)))
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
            using var key = await AcmeAccountKey.EnsureAsync(parts.Vault, options.Directory, ct);
            using var client = new AcmeClient(options, key);
            return await client.PlaceAsync("renewalInfo", ct) is { } place ? AcmeRenewal.DueOf(await client.GetAsync(new Uri($"{place.AbsoluteUri.TrimEnd('/')}/{name}"), ct), chance) : null;
        }
        catch (AcmeException)
        {
            return null; // The certificate's own times do.
        }
    }

    [LoggerMessage(1310, LogLevel.Information, "CertificateOrdered {Names} from {Authority}: {Reason}")]
    private static partial void LogOrdering(ILogger logger, string names, string authority, string reason);

    [LoggerMessage(1311, LogLevel.Information, "CertificateFetched {Names}")]
    private static partial void LogFetched(ILogger logger, string names);
}
