using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Storage;
using Aether.Storage.Certificates;
using Aether.Tls.Vault;

namespace Aether.Tls.Acme;

/// <summary>
/// What this server answers while an order is under way: under <c>/.well-known/acme-challenge/</c>, and in handshakes for <c>acme-tls/1</c>. RFC 8555 §8.3, RFC 8737.
/// Where nodes share a store they share the answers too, for the authority reaches any of them; one look a second is taken there at most, whoever asks how often.
/// </summary>
/// <param name="isShared">There are other nodes.</param>
public sealed class AcmeChallenges(AcmeProof proof, CertificateVault vault, bool isShared, TimeProvider clock) : IDisposable
{
    private const int MaxCertificates = 100;

    /// <summary>How long what the store said is taken for what it says.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    /// <summary>An order that takes longer has failed.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, string> own = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string Name, string Authorization), X509Certificate2> certificates = new();
    private readonly SemaphoreSlim reading = new(1);
    private volatile Shared shared = new(new Dictionary<string, string>(), null);

    private CertificateItemKind Kind => proof is AcmeProof.Tls ? CertificateItemKind.TlsChallenge : CertificateItemKind.HttpChallenge;

    /// <returns>Null: nobody asked us to answer that.</returns>
    public async ValueTask<string?> FindAsync(string token, CancellationToken ct) => proof is AcmeProof.Http && (await AllAsync(ct)).TryGetValue(token, out string? answer) && answer.StartsWith(token + ".", StringComparison.Ordinal) ? answer : null;

    /// <summary>An authority may shake hands now; else nobody's hello need be looked at.</summary>
    public async ValueTask<bool> ExpectHandshakesAsync(CancellationToken ct) => proof is AcmeProof.Tls && (await AllAsync(ct)).Count > 0;

    /// <summary>What a handshake for <c>acme-tls/1</c> is to use.</summary>
    /// <returns>Null: nobody asked us to prove that name.</returns>
    public async ValueTask<SslServerAuthenticationOptions?> FindHandshakeAsync(string? serverName, CancellationToken ct) => proof is AcmeProof.Tls && serverName is not null && (await AllAsync(ct)).TryGetValue(serverName, out string? authorization)
        ? new SslServerAuthenticationOptions { ServerCertificate = CertificateOf(serverName.ToLowerInvariant(), authorization), ApplicationProtocols = [TlsAlpnProof.Protocol] }
        : null;

    public void Dispose() => reading.Dispose();

    internal Task AddAsync(string token, string authorization, CancellationToken ct) => TellAsync(token, authorization, ct);

    internal Task RemoveAsync(string token) => ForgetAsync(token);

    internal Task AddHandshakeAsync(string name, string authorization, CancellationToken ct) => TellAsync(name, authorization, ct);

    internal Task RemoveHandshakeAsync(string name) => ForgetAsync(name);

    private async Task TellAsync(string name, string authorization, CancellationToken ct)
    {
        own[name] = authorization;
        if (!isShared)
            return;
        await vault.SetAsync(Kind, name, authorization, Life, ct);
        await Task.Delay(Memory * 2, clock, ct); // until no node remembers that there was none
    }

    private async Task ForgetAsync(string name)
    {
        own.TryRemove(name, out _);
        try
        {
            if (isShared)
                await vault.RemoveAsync(Kind, name, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself.
        }
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> AllAsync(CancellationToken ct) => isShared ? await SharedAsync(ct) : own;

    private async ValueTask<IReadOnlyDictionary<string, string>> SharedAsync(CancellationToken ct)
    {
        if (IsFresh(shared))
            return shared.Answers;
        await reading.WaitAsync(ct);
        try
        {
            if (!IsFresh(shared))
                shared = new Shared(await vault.ListAsync(Kind, ct), clock.GetTimestamp());
        }
        catch (StoreUnavailableException)
        {
            shared = new Shared(own, clock.GetTimestamp()); // what this node orders itself it knows
        }
        finally
        {
            reading.Release();
        }

        return shared.Answers;
    }

    private bool IsFresh(Shared known) => known.Read is { } read && clock.GetElapsedTime(read) < Memory;

    private X509Certificate2 CertificateOf(string name, string authorization)
    {
        if (certificates.Count >= MaxCertificates)
            certificates.Clear(); // a handshake may be using one: they go with the collector
        return certificates.GetOrAdd((name, authorization), static (key, now) => TlsAlpnProof.Make(key.Name, key.Authorization, now), clock.GetUtcNow());
    }

    private sealed record Shared(IReadOnlyDictionary<string, string> Answers, long? Read);
}
