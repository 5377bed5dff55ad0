using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;

namespace Aether.Validation.Lookups;

/// <summary>
/// The look-ups of one message: so many and no more, and none after its time is up. What is asked beyond that is a temporary
/// failure, so no sender decides how hard we work (cases D03, D04). RFC 7208 §11.1.
/// </summary>
/// <param name="dns">Who answers.</param>
/// <param name="limits">How much may be asked.</param>
public sealed class MessageLookups(IDnsResolver dns, LookupLimits limits, TimeProvider clock) : IDnsResolver
{
    private readonly long started = clock.GetTimestamp();
    private int asked;
    private int failed;

    /// <summary>Questions so far.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Something could not be learnt for now.</summary>
    public bool HasFailed => Volatile.Read(ref failed) > 0;

    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) =>
        AskAsync(token => dns.ResolveMxAsync(domain, token), ct);

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct) =>
        AskAsync(token => dns.ResolveAddressesAsync(host, token), ct);

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct) =>
        AskAsync(token => dns.ResolveAddressesAsync(host, family, token), ct);

    public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct) =>
        AskAsync(token => dns.ResolvePointersAsync(address, token), ct);

    public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) =>
        AskAsync(token => dns.ResolveTlsaAsync(name, token), ct);

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) =>
        AskAsync(token => dns.ResolveTextAsync(name, token), ct);

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(Func<CancellationToken, ValueTask<DnsAnswer<T>>> ask, CancellationToken ct)
    {
        var left = limits.Patience - clock.GetElapsedTime(started);
        if (Interlocked.Increment(ref asked) > limits.Questions || left <= TimeSpan.Zero)
            return Failed<T>();

        // Most answers come from the cache, at once: no timer for those.
        using var patience = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var answering = ask(either.Token);
        if (!answering.IsCompleted)
        {
            await using var timer = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, left, Timeout.InfiniteTimeSpan);
            try
            {
                var late = await answering;
                return late.Status is DnsStatus.TemporaryFailure ? Failed<T>() : late;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return Failed<T>();
            }
        }

        var answer = await answering;
        return answer.Status is DnsStatus.TemporaryFailure ? Failed<T>() : answer;
    }

    private DnsAnswer<T> Failed<T>()
    {
        Interlocked.Increment(ref failed);
        return new DnsAnswer<T>(DnsStatus.TemporaryFailure);
    }
}
