using System.Buffers.Text;
using System.Security.Cryptography;
using Aether.Identity.Tokens;
using Aether.Storage;
using Aether.Storage.Grants;
using Aether.Validation.Keys;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Grants;

/// <summary>The keys that sign our access tokens: made when there is none, sealed, replaced each season; the one before goes on verifying. All nodes share them.</summary>
public sealed partial class KeyRing(GrantStore store, KeySealer sealer, TimeProvider clock, ILogger<KeyRing> logger) : ITokenKeys, IDisposable
{
    /// <summary>The one algorithm. RFC 7518 §3.4.</summary>
    internal const string Algorithm = "ES256";

    /// <summary>A key signs for so long; <see cref="GrantStore.KeptKeys"/> is longer by more than a token is good.</summary>
    internal static readonly TimeSpan Signs = TimeSpan.FromDays(90);

    /// <summary>What other nodes did is noticed after that.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>Tokens with invented key ids must not make us read all the time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reading = new(1);
    private IReadOnlyList<Key> keys = [];
    private DateTimeOffset read = DateTimeOffset.MinValue;

    public void Dispose() => reading.Dispose();

    async ValueTask<IReadOnlyList<ProviderKey>?> ITokenKeys.FindAsync(string keyId, CancellationToken ct)
    {
        try
        {
            var all = await KeysAsync(Memory, ct);
            if (!all.Any(key => key.Id == keyId))
                all = await KeysAsync(Pause, ct);
            return [.. all.Where(key => key.Id == keyId).Select(static key => key.Public)];
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Signs with the present key.</summary>
    /// <param name="content">What is signed, by the id of the key.</param>
    /// <returns>What was signed, and the signature.</returns>
    internal async Task<(string Content, byte[] Signature)> SignAsync(Func<string, string> content, CancellationToken ct)
    {
        var key = await SignerAsync(ct);
        string text = content(key.Id);
        using var signer = ECDsa.Create(key.Secret);
        return (text, signer.SignData(System.Text.Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <summary>The public halves, for others who want to check our tokens. RFC 7517 §5: never a symmetric one.</summary>
    internal async Task<IReadOnlyList<PublicKey>> PublicAsync(CancellationToken ct)
    {
        await SignerAsync(ct);
        return [.. (await KeysAsync(Memory, ct)).Select(static key => new PublicKey(key.Id, Base64Url.EncodeToString(key.Secret.Q.X), Base64Url.EncodeToString(key.Secret.Q.Y)))];
    }

    private async Task<Key> SignerAsync(CancellationToken ct)
    {
        if (Present(await KeysAsync(Memory, ct)) is { } known)
            return known;
        // Another node may have made one just now: then the store adds none.
        bool isForeign = (await store.ListKeysAsync(ct)) is [var newest, ..] && Open(newest) is null;
        string id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        using (var made = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            await store.AddKeyAsync(id, sealer.Seal(made.ExportPkcs8PrivateKey(), PlaceOf(id)), isForeign ? TimeSpan.Zero : Signs, ct);
        LogMade(logger, id);
        return Present(await KeysAsync(TimeSpan.Zero, ct)) ?? throw new InvalidOperationException("No key that signs tokens can be opened: is security.keyFile the one of this store?");
    }

    private Key? Present(IReadOnlyList<Key> all) => all is [var newest, ..] && clock.GetUtcNow() - newest.Created < Signs ? newest : null;

    private async Task<IReadOnlyList<Key>> KeysAsync(TimeSpan age, CancellationToken ct)
    {
        if (clock.GetUtcNow() - read < age)
            return keys;
        await reading.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() - read < age)
                return keys;
            keys = [.. (await store.ListKeysAsync(ct)).Select(Open).OfType<Key>()];
            read = clock.GetUtcNow();
            return keys;
        }
        finally
        {
            reading.Release();
        }
    }

    private Key? Open(OauthKeyRow row)
    {
        if (sealer.Open(row.Secret, PlaceOf(row.Id)) is not { } octets)
        {
            LogForeign(logger, row.Id);
            return null;
        }
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(octets, out _);
        CryptographicOperations.ZeroMemory(octets);
        var secret = key.ExportParameters(includePrivateParameters: true);
        return new Key(row.Id, row.Created, secret, new ProviderKey(row.Id, "sig", null, new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = secret.Q }));
    }

    private static string PlaceOf(string id) => $"oauth-key:{id}";

    [LoggerMessage(2040, LogLevel.Information, "Made key {Id}, which signs access tokens")]
    private static partial void LogMade(ILogger logger, string id);

    [LoggerMessage(2041, LogLevel.Warning, "Key {Id}, which signs access tokens, can't be opened: security.keyFile is not the one it was sealed with")]
    private static partial void LogForeign(ILogger logger, string id);

    private sealed record Key(string Id, DateTimeOffset Created, ECParameters Secret, ProviderKey Public);

    /// <summary>The public half of a key. RFC 7518 §6.2.1.</summary>
    internal sealed record PublicKey(string Id, string X, string Y);
}
