using System.Collections.Concurrent;
using System.Globalization;
using Aether.Storage.Accounts;
using Aether.Validation.Dkim;
using Aether.Validation.Domains;
using Microsoft.Extensions.Logging;

namespace Aether.Validation.Keys;

/// <summary>The keys that sign for our domains: made, opened, and remembered for a minute, so that another node's change is noticed. RFC 6376 §3.1.</summary>
public sealed partial class SigningKeys(SigningKeyStore store, KeySealer sealer, TimeProvider clock, ILogger<SigningKeys> logger)
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private static readonly (DkimAlgorithm Algorithm, string Mark)[] Kinds = [(DkimAlgorithm.RsaSha256, "r"), (DkimAlgorithm.Ed25519Sha256, "e")];
    private readonly ConcurrentDictionary<string, (IReadOnlyList<DkimSigningKey> Keys, long Until)> remembered = new(StringComparer.Ordinal);

    /// <summary>Makes an RSA and an Ed25519 key for a domain.</summary>
    /// <returns>False when there is no such domain.</returns>
    public async Task<bool> CreateAsync(string domain, SigningKeyState state, CancellationToken ct)
    {
        // A selector tells when its key was made, so that an operator sees which is old.
        var date = clock.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        foreach (var (algorithm, mark) in Kinds)
        {
            var secret = DkimSigningKey.NewSecret(algorithm);
            var result = DirectoryResult.AlreadyExists;
            for (int i = 0; i < 100 && result is DirectoryResult.AlreadyExists; i++)
            {
                var selector = i == 0 ? date + mark : string.Create(CultureInfo.InvariantCulture, $"{date}{mark}{i}");
                result = await store.AddAsync(domain, selector, NameOf(algorithm), sealer.Seal(secret, PlaceOf(domain, selector)), state, ct);
            }

            if (result is not DirectoryResult.Done)
                return false;
        }

        Forget(domain);
        return true;
    }

    /// <summary>All keys of a domain with what is to be published of them.</summary>
    public async Task<IReadOnlyList<PublishedKey>> ListAsync(string? domain, CancellationToken ct)
    {
        var published = new List<PublishedKey>();
        foreach (var row in await store.ListAsync(domain, ct))
        {
            using var key = Open(row);
            published.Add(new PublishedKey(row.Domain, row.Selector, row.Algorithm, row.State, row.Since, key?.RecordName ?? "", key?.RecordText() ?? ""));
        }

        return published;
    }

    public async Task<bool> SetStateAsync(string domain, string selector, SigningKeyState state, CancellationToken ct)
    {
        bool done = await store.SetStateAsync(domain, selector, state, ct) is DirectoryResult.Done;
        Forget(domain);
        return done;
    }

    public async Task<bool> RemoveAsync(string domain, string selector, CancellationToken ct)
    {
        bool done = await store.RemoveAsync(domain, selector, ct) is DirectoryResult.Done;
        Forget(domain);
        return done;
    }

    /// <summary>The keys that sign for a domain now: its own, else those of a domain above it, which DMARC takes as well. RFC 9989 §4.4.1.</summary>
    public async ValueTask<IReadOnlyList<DkimSigningKey>> FindAsync(string domain, CancellationToken ct)
    {
        for (var name = domain; name.Contains('.', StringComparison.Ordinal); name = DomainName.ParentOf(name))
        {
            if (await OfAsync(name, ct) is { Count: > 0 } keys)
                return keys;
        }

        return [];
    }

    private static string PlaceOf(string domain, string selector) => $"dkim:{selector}.{domain}";

    private static string NameOf(DkimAlgorithm algorithm) => algorithm is DkimAlgorithm.Ed25519Sha256 ? "ed25519-sha256" : "rsa-sha256";

    private async ValueTask<IReadOnlyList<DkimSigningKey>> OfAsync(string domain, CancellationToken ct)
    {
        if (remembered.TryGetValue(domain, out var known) && clock.GetTimestamp() < known.Until)
            return known.Keys;
        var rows = await store.ListAsync(domain, ct);
        var keys = rows.Where(row => row.State is SigningKeyState.Signing).Select(Open).OfType<DkimSigningKey>().ToList();

        // Keys that were remembered may be signing at this moment: they go with the collector, not now.
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();
        remembered[domain] = (keys, clock.GetTimestamp() + (long)(Memory.TotalSeconds * clock.TimestampFrequency));
        return keys;
    }

    private void Forget(string domain) => remembered.TryRemove(domain, out _);

    private DkimSigningKey? Open(SigningKeyRow row)
    {
        if (sealer.Open(row.Secret, PlaceOf(row.Domain, row.Selector)) is { } secret)
            return new DkimSigningKey(row.Domain, row.Selector, row.Algorithm is "ed25519-sha256" ? DkimAlgorithm.Ed25519Sha256 : DkimAlgorithm.RsaSha256, secret);
        LogSealed(logger, row.Domain, row.Selector);
        return null;
    }

    [LoggerMessage(2100, LogLevel.Error, "The key {Selector} of {Domain} can't be opened: security.keyFile is not the file it was sealed with")]
    private static partial void LogSealed(ILogger logger, string domain, string selector);
}
