using System.Text;
using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Queue.Settings;
using Aether.Storage.TlsPolicies;
using Aether.Validation.MtaSts;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Policies;

/// <summary>
/// Finds the policy of a domain: as it was fetched, as long as it lives and its record names no other; else anew. What can't be fetched leaves
/// the one that is kept. RFC 8461 §3.3, §5.1, §10.2.
/// </summary>
public sealed class StsPolicies(TransportOptions options, TlsPolicyStore kept, GuardedHttp http, IDnsResolver dns, TimeProvider clock)
{
    private const int MaxFailures = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Task<StoredPolicy?>> fetching = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset Until, TlsResultType Flaw)> failed = new(StringComparer.Ordinal);

    /// <returns>Null: the domain has none that counts.</returns>
    public async ValueTask<StsPolicy?> FindAsync(string domain, CancellationToken ct)
    {
        if (!options.MtaSts || domain.StartsWith('['))
            return null;
        var stored = await kept.FindAsync(domain, ct);
        var record = await dns.ResolveTextAsync("_mta-sts." + domain, ct);
        if (record.IsFound && StsRecord.FindId(record.Records) is { } id && (stored is null || stored.Id != id || clock.GetUtcNow() - stored.Fetched >= Fresh))
            stored = await FetchOnceAsync(domain, id).WaitAsync(ct) ?? stored;
        return stored is not null && StsPolicy.Parse(stored.Text) is { Mode: not StsMode.None } policy ? policy : null;
    }

    /// <summary>Why the policy of a domain could not be fetched lately; null: it could, or there is none. RFC 8460 §4.3.2.2.</summary>
    public TlsResultType? FlawOf(string domain)
    {
        lock (gate)
            return failed.TryGetValue(domain, out var failure) ? failure.Flaw : null;
    }

    /// <summary>Whoever asks meanwhile waits for the same answer; what failed is left alone for a while.</summary>
    private Task<StoredPolicy?> FetchOnceAsync(string domain, string id)
    {
        lock (gate)
        {
            if (failed.TryGetValue(domain, out var failure) && clock.GetUtcNow() < failure.Until)
                return Task.FromResult<StoredPolicy?>(null);
            if (!fetching.TryGetValue(domain, out var task))
                fetching[domain] = task = Task.Run(() => FetchAsync(domain, id));
            return task;
        }
    }

    private async Task<StoredPolicy?> FetchAsync(string domain, string id)
    {
        StoredPolicy? found = null;
        var flaw = TlsResultType.StsPolicyFetchError;
        try
        {
            var answer = await http.GetAsync(new UriBuilder("https", "mta-sts." + domain, options.PolicyPort, "/.well-known/mta-sts.txt").Uri, CancellationToken.None);

            // RFC 8461 §3.3: 200 alone, and text/plain, as others can put files onto a host.
            flaw = answer.IsUntrusted ? TlsResultType.StsWebpkiInvalid : answer is { Status: 200, Failure: null } ? TlsResultType.StsPolicyInvalid : TlsResultType.StsPolicyFetchError;
            if (answer is { Status: 200, Failure: null, MediaType: "text/plain" } && StsPolicy.Parse(Encoding.UTF8.GetString(answer.Body)) is { } policy)
                found = await kept.SetAsync(domain, id, policy.ToString(), policy.MaxAge, CancellationToken.None);
        }
        finally
        {
            lock (gate)
            {
                fetching.Remove(domain);
                if (failed.Count >= MaxFailures)
                    failed.Clear();
                failed.Remove(domain);
                if (found is null)
                    failed[domain] = (clock.GetUtcNow() + Pause, flaw);
            }
        }

        return found;
    }
}
