using System.Collections.Concurrent;

namespace Aether.Tls.Acme;

/// <summary>What this server answers under <c>/.well-known/acme-challenge/</c> while an order is under way. RFC 8555 §8.3.</summary>
public sealed class AcmeChallenges
{
    private readonly ConcurrentDictionary<string, string> answers = new(StringComparer.Ordinal);

    /// <returns>Null: nobody asked us to answer that.</returns>
    public string? Find(string token) => answers.GetValueOrDefault(token);

    internal void Add(string token, string answer) => answers[token] = answer;

    internal void Remove(string token) => answers.TryRemove(token, out _);
}
