using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Storage.Certificates;
using Aether.Tls.Certificates;
using Aether.Tls.Vault;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Dane;

/// <summary>
/// Keeps the keys of this host in step with what pins them in the DNS. The next key is made long before it serves; where the key that serves is pinned,
/// the next one is used only once it is pinned as well, for longer than caches remember, and else the old one stays. RFC 7671 §8.1.
/// </summary>
public sealed partial class PinnedKeys(DaneOptions options, CertificateSource certificates, CertificateVault vault, IDnsResolver dns, TimeProvider clock, ILogger<PinnedKeys> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>What is to be pinned: the key that serves, and the next one where certificates are fetched.</summary>
    public async ValueTask<IReadOnlyList<HostKey>> ListAsync(CancellationToken ct)
    {
        var leaf = certificates.Find(options.HostName).Leaf;
        var keys = new List<HostKey> { new(KeyPin.Of(leaf), IsNext: false, IsSelfSigned: leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData)) };
        if (await vault.FindNextKeyAsync(ct) is { } next)
            keys.Add(new HostKey(KeyPin.OfKey(next), IsNext: true, IsSelfSigned: false));
        return keys;
    }

    /// <summary>The key that the next certificate is to have, in PEM.</summary>
    /// <param name="current">The key that serves, in PEM; null: there is none that could stay.</param>
    internal async Task<string> ChooseAsync(string? current, CancellationToken ct)
    {
        string next = await EnsureNextAsync(ct);
        if (current is null || KeyPin.OfKey(current) == KeyPin.OfKey(next))
            return next;
        if (await PinsAsync(ct) is not { } published)
            return current; // who knows what is pinned
        if (published.Count == 0)
            return next;
        bool isReady = published.Contains(KeyPin.OfKey(next)) && await vault.ChangedAsync(CertificateItemKind.PinnedSince, KeyPin.OfKey(next), ct) is { } since && since + options.Linger <= clock.GetUtcNow();
        if (!isReady)
            LogStays(logger, options.RecordName, KeyPin.OfKey(next));
        return isReady ? next : current;
    }

    /// <summary>A certificate has the key now: another comes after it, and the one before it is to leave the DNS.</summary>
    internal async Task UsedAsync(string key, string? before, CancellationToken ct)
    {
        string pin = KeyPin.OfKey(key);
        if (before is not null && KeyPin.OfKey(before) is var old && old != pin)
            await vault.SetAsync(CertificateItemKind.StalePin, old, "", null, ct);
        if (await vault.FindNextKeyAsync(ct) is not { } next || KeyPin.OfKey(next) == pin)
            await vault.SetNextKeyAsync(NewKey(), ct);
        await vault.RemoveAsync(CertificateItemKind.PinnedSince, pin, ct);
    }

    /// <summary>Brings the DNS as far as it can go now: only where the key that serves is pinned, and only pins of our own.</summary>
    internal async Task FollowAsync(CancellationToken ct)
    {
        string current = KeyPin.Of(certificates.Find(options.HostName).Leaf);
        if (await PinsAsync(ct) is not { } published || !published.Contains(current))
            return;
        string next = KeyPin.OfKey(await EnsureNextAsync(ct));
        if (!published.Contains(next))
        {
            await vault.RemoveAsync(CertificateItemKind.PinnedSince, next, ct);
            await ChangeAsync(next, DnsChangeMode.Add, ct);
        }
        else if (await vault.ChangedAsync(CertificateItemKind.PinnedSince, next, ct) is null)
        {
            await vault.SetAsync(CertificateItemKind.PinnedSince, next, "", null, ct);
        }

        foreach (string stale in (await vault.ListAsync(CertificateItemKind.StalePin, ct)).Keys)
        {
            if (stale == current || stale == next || !published.Contains(stale) || await ChangeAsync(stale, DnsChangeMode.Remove, ct))
                await vault.RemoveAsync(CertificateItemKind.StalePin, stale, ct);
        }
    }

    private async Task<bool> ChangeAsync(string pin, DnsChangeMode mode, CancellationToken ct)
    {
        if (options.Zones.Find(options.RecordName) is not { } zone)
        {
            LogWaiting(logger, options.RecordName, KeyPin.Form + pin, mode is DnsChangeMode.Remove ? "removed" : "published");
            return mode is DnsChangeMode.Remove; // told once
        }

        var result = await zone.SendAsync(new DnsChange(options.RecordName, "TLSA", KeyPin.Form + pin, Lifetime, mode), ct);
        if (result.Status is DnsUpdateStatus.Done)
            LogChanged(logger, options.RecordName, KeyPin.Form + pin, mode);
        else
            LogRefused(logger, options.RecordName, result.Problem);
        return result.Status is DnsUpdateStatus.Done;
    }

    /// <summary>What the DNS has there; of records that pin otherwise than ours do, only that there are some.</summary>
    /// <returns>Null: the name servers did not answer.</returns>
    private async ValueTask<HashSet<string>?> PinsAsync(CancellationToken ct)
    {
        var answer = await dns.ResolveTlsaAsync(options.RecordName, ct);
        return answer.Status is DnsStatus.TemporaryFailure
            ? null
            : [.. answer.Records.Select(static record => record is { Usage: 3, Selector: 1, Matching: 1 } ? Convert.ToHexStringLower(record.Data.Span) : $"{record.Usage} {record.Selector} {record.Matching}")];
    }

    private async Task<string> EnsureNextAsync(CancellationToken ct)
    {
        if (await vault.FindNextKeyAsync(ct) is { } next)
            return next;
        string made = NewKey();
        await vault.SetNextKeyAsync(made, ct);
        return made;
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    [LoggerMessage(1330, LogLevel.Warning, "The new certificate keeps its key, for {Record} has not had \"3 1 1 {Pin}\" for long enough")]
    private static partial void LogStays(ILogger logger, string record, string pin);

    [LoggerMessage(1331, LogLevel.Warning, "{Record} TLSA {Value} is to be {What}: no zone in dns.updates covers it")]
    private static partial void LogWaiting(ILogger logger, string record, string value, string what);

    [LoggerMessage(1332, LogLevel.Information, "{Record} TLSA {Value} is changed in its zone: {Mode}")]
    private static partial void LogChanged(ILogger logger, string record, string value, DnsChangeMode mode);

    [LoggerMessage(1333, LogLevel.Warning, "{Record} TLSA can't be changed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string record, string reason);
}
