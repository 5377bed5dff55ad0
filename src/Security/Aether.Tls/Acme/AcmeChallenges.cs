using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Aether.Tls.Acme;

/// <summary>What this server answers while an order is under way: under <c>/.well-known/acme-challenge/</c>, and in handshakes for <c>acme-tls/1</c>. RFC 8555 §8.3, RFC 8737.</summary>
public sealed class AcmeChallenges
{
    private readonly ConcurrentDictionary<string, string> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, X509Certificate2> handshakes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An authority may shake hands now; else nobody's hello need be looked at.</summary>
    public bool ExpectHandshakes => !handshakes.IsEmpty;

    /// <returns>Null: nobody asked us to answer that.</returns>
    public string? Find(string token) => answers.GetValueOrDefault(token);

    /// <summary>What a handshake for <c>acme-tls/1</c> is to use.</summary>
    /// <returns>Null: nobody asked us to prove that name.</returns>
    public SslServerAuthenticationOptions? FindHandshake(string? serverName) => serverName is not null && handshakes.TryGetValue(serverName, out var certificate)
        ? new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = [TlsAlpnProof.Protocol] }
        : null;

    internal void Add(string token, string answer) => answers[token] = answer;

    internal void Remove(string token) => answers.TryRemove(token, out _);

    internal void AddHandshake(string name, X509Certificate2 certificate) => handshakes[name] = certificate;

    internal void RemoveHandshake(string name) => handshakes.TryRemove(name, out _);
}
