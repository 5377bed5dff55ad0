using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Http.Guarded;

namespace Aether.Validation.Bimi.Revocation;

/// <summary>
/// Asks the lists of authorities whether certificates still count (RFC 5280 §6.3). Only what a trusted authority made is asked for; lists are fetched
/// once and kept until the next one is due, and no longer than a while. They come over HTTP, as authorities publish them: their signature counts.
/// </summary>
internal sealed class RevocationLists(GuardedHttp http, TimeSpan lifetime, TimeProvider clock)
{
    private const int MaxKept = 32;
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private readonly Lock gate = new();
    private readonly Dictionary<string, (RevocationList? List, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);

    /// <param name="chain">The certificate, and those above it.</param>
    public async Task<RevocationAnswer> AskAsync(IReadOnlyList<RevocationQuestion> chain, CancellationToken ct)
    {
        foreach (var question in chain)
        {
            // Authorities that name no list are those that their root stands for without one.
            if (question is { IsAuthority: true, Places.Count: 0 })
                continue;
            if (await AskAsync(question, ct) is not RevocationAnswer.Good and var answer)
                return answer;
        }

        return RevocationAnswer.Good;
    }

    private async Task<RevocationAnswer> AskAsync(RevocationQuestion question, CancellationToken ct)
    {
        foreach (var place in question.Places)
        {
            if (await FindAsync(place, question.Issuer, ct) is { } list && list.Scope.IsAbout(place, question.IsAuthority))
                return list.Has(question.Serial) ? RevocationAnswer.Revoked : RevocationAnswer.Good;
        }

        return question.Places.Count == 0 ? RevocationAnswer.Unlisted : RevocationAnswer.Unknown;
    }

    private async Task<RevocationList?> FindAsync(Uri place, byte[] issuer, CancellationToken ct)
    {
        string key = $"{place} {Convert.ToHexString(SHA256.HashData(issuer))}";
        lock (gate)
        {
            if (kept.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until)
                return entry.List;
        }

        var answer = await http.GetAsync(place, ct);
        var now = clock.GetUtcNow();
        var list = answer.Failure is null && RevocationList.Read(answer.Body) is { } read && IsGood(read, issuer, now) ? read : null;
        var until = list is null ? now + FailureLifetime : list.NextUpdate < now + lifetime ? list.NextUpdate : now + lifetime;
        lock (gate)
        {
            if (kept.Count >= MaxKept)
                kept.Clear();
            kept[key] = (list, until);
        }

        return list;
    }

    // RFC 5280 §6.3.3
    private static bool IsGood(RevocationList list, byte[] issuer, DateTimeOffset now)
    {
        if (list.ThisUpdate > now + Skew || list.NextUpdate <= now)
            return false;
        using var certificate = X509CertificateLoader.LoadCertificate(issuer);
        return list.Issuer.AsSpan().SequenceEqual(certificate.SubjectName.RawData)
            && certificate.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
            && list.IsSignedBy(certificate);
    }
}
