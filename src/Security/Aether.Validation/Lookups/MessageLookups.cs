using System.Net;
using System.Net.Sockets;
using Aether.Dns.Resolving;

namespace Aether.Validation.Lookups;

/// <summary>
/// The look-ups of one message: so many and no more, and none after its time is up. What is asked beyond that is a temporary
/// failure, so no sender decides how hard we work (cases D03, D04). RFC 7208 §11.1.
/// </summary>
public sealed class MessageLookups : IDnsResolver, IDisposable
{
    private readonly IDnsResolver dns;
    private readonly LookupLimits limits;
    private readonly CancellationTokenSource over;
    private readonly CancellationToken end;
    private int asked;
    private int failed;

    /// <param name="dns">Who answers.</param>
    /// <param name="limits">How much may be asked.</param>
    public MessageLookups(IDnsResolver dns, LookupLimits limits, TimeProvider clock)
    {
        (this.dns, this.limits) = (dns, limits);
        over = new CancellationTokenSource(limits.Patience, clock);
        end = over.Token;
    }

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

    /// <summary>Nothing more is wanted: what is being asked is given up.</summary>
    public void Dispose()
    {
        if (!end.IsCancellationRequested)
            over.Cancel();
        over.Dispose();
    }

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(Func<CancellationToken, ValueTask<DnsAnswer<T>>> ask, CancellationToken ct)
    {
        if (Interlocked.Increment(ref asked) > limits.Questions || end.IsCancellationRequested)
            return Failed<T>();
        try
        {
            var answering = ask(end);
            var answer = answering.IsCompleted ? await answering : await answering.AsTask().WaitAsync(ct);
            return answer.Status is DnsStatus.TemporaryFailure ? Failed<T>() : answer;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed<T>();
        }
    }

    private DnsAnswer<T> Failed<T>()
    {
        Interlocked.Increment(ref failed);
        return new DnsAnswer<T>(DnsStatus.TemporaryFailure);
    }
}
