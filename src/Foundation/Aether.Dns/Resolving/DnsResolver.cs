using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aether.Dns.Messages;
using Aether.Dns.Transport;

namespace Aether.Dns.Resolving;

/// <summary>Look-ups with a cache that keeps negative answers and tells failure from absence. RFC 1035, RFC 2308.</summary>
public sealed class DnsResolver : IDnsResolver
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };
    private readonly DnsOptions options;
    private readonly TimeProvider clock;
    private readonly ServerRounds servers;
    private readonly DnsCache<MxRecord> exchangers;
    private readonly DnsCache<IPAddress> addresses;
    private readonly DnsCache<string> texts;
    private readonly DnsCache<string> pointers;
    private readonly DnsCache<TlsaRecord> certificates;
    private readonly DnsCache<string> data;
    private readonly DnsBreaker breaker;

    public DnsResolver(DnsOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        servers = new ServerRounds(new NameServers(options.Servers, clock), options.Exchange);
        exchangers = new DnsCache<MxRecord>(options.MaxCachedAnswers, clock);
        addresses = new DnsCache<IPAddress>(options.MaxCachedAnswers, clock);
        texts = new DnsCache<string>(options.MaxCachedAnswers, clock);
        pointers = new DnsCache<string>(options.MaxCachedAnswers, clock);
        certificates = new DnsCache<TlsaRecord>(options.MaxCachedAnswers, clock);
        data = new DnsCache<string>(options.MaxCachedAnswers, clock);
        breaker = new DnsBreaker(options.BreakerThreshold, options.ProbeInterval, clock, ProbeAsync);
    }

    /// <summary>The servers are silent: questions that the cache can't answer fail at once.</summary>
    public bool IsCut => breaker.IsOpen;

    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) => ResolveAsync(exchangers, domain, RecordType.Mx, RecordData.TryExchanger, ct);

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) => ResolveAsync(texts, name, RecordType.Txt, RecordData.TryText, ct);

    public async ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct)
    {
        var v6 = ResolveAddressesAsync(host, AddressFamily.InterNetworkV6, ct);
        var v4 = await ResolveAddressesAsync(host, AddressFamily.InterNetwork, ct);
        return Merge(await v6, v4);
    }

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct) => family is AddressFamily.InterNetworkV6
        ? ResolveAsync(addresses, host, RecordType.Aaaa, RecordData.TryAddress6, ct)
        : ResolveAsync(addresses, host, RecordType.A, RecordData.TryAddress4, ct);

    public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct) =>
        ResolveAsync(pointers, ArpaName.Of(address), RecordType.Ptr, RecordData.TryName, ct);

    public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) => ResolveAsync(certificates, name, RecordType.Tlsa, RecordData.TryAssociation, ct);

    public ValueTask<DnsAnswer<string>> ResolveDataAsync(string name, DnsDataType type, CancellationToken ct) => type switch
    {
        DnsDataType.Srv => ResolveAsync(data, name, RecordType.Srv, RecordText.TryService, ct),
        DnsDataType.Cname => ResolveAsync(data, name, RecordType.Cname, RecordText.TryAlias, ct),
        _ => ResolveAsync(data, name, RecordType.Caa, RecordText.TryAuthority, ct),
    };

    private static DnsAnswer<IPAddress> Merge(DnsAnswer<IPAddress> v6, DnsAnswer<IPAddress> v4)
    {
        if (v6.Records.Count + v4.Records.Count > 0)
            return new DnsAnswer<IPAddress>(DnsStatus.Found, [.. v6.Records, .. v4.Records]) { IsAuthentic = v6.IsAuthentic && v4.IsAuthentic };

        // One half unknown: the host may well have an address.
        return v6.Status is DnsStatus.TemporaryFailure ? v6 : v4;
    }

    private async Task<bool> ProbeAsync()
    {
        var reply = await servers.AskAsync(NewQuery(".", RecordType.Ns), new AnswerReader<string>(RecordType.Ns, RecordData.TryName, options.MaxRecords), CancellationToken.None);
        return reply.IsHeard;
    }

    // RFC 4035 §3.2.1: only who asks for it with the DO bit gets the AD bit.
    private QueryMessage NewQuery(string name, RecordType type) => new(name, type, dnssec: options.Validating.Count > 0);

    private ValueTask<DnsAnswer<T>> ResolveAsync<T>(DnsCache<T> cache, string name, RecordType type, TryReadData<T> read, CancellationToken ct)
    {
        if (!TryToAscii(name, out var ascii))
            return ValueTask.FromResult(new DnsAnswer<T>(DnsStatus.NoSuchName));
        var key = type is RecordType.Aaaa or RecordType.Srv or RecordType.Cname or RecordType.Caa ? $"{type} {ascii}" : ascii;
        if (cache.TryGet(key, out var cached))
            return ValueTask.FromResult(cached);
        return breaker.Refuses() ? ValueTask.FromResult(new DnsAnswer<T>(DnsStatus.TemporaryFailure)) : new(AskAsync(cache, key, ascii, type, read, ct));
    }

    private Task<DnsAnswer<T>> AskAsync<T>(DnsCache<T> cache, string key, string name, RecordType type, TryReadData<T> read, CancellationToken ct) =>
        cache.AskAsync(key, abandoned => AskAsync(name, type, read, abandoned), ct);

    private async Task<(DnsAnswer<T> Answer, TimeSpan TimeToLive)> AskAsync<T>(string name, RecordType type, TryReadData<T> read, CancellationToken abandoned)
    {
        using var patience = new CancellationTokenSource(options.TotalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(abandoned, patience.Token);
        try
        {
            var reply = await servers.AskAsync(NewQuery(name, type), new AnswerReader<T>(type, read, options.MaxRecords), either.Token);
            if (reply.IsHeard)
                breaker.Answered();
            else
                breaker.TimedOut();
            return Judge(reply);
        }
        catch (Exception failure)
        {
            // Whatever it is: who waits for the answer has to get one.
            if (failure is OperationCanceledException && !abandoned.IsCancellationRequested)
                breaker.TimedOut();
            return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);
        }
    }

    // Whatever a server sends, an answer that can't be read is one that did not come (case D08).
    private (DnsAnswer<T> Answer, TimeSpan TimeToLive) Judge<T>(ServerReply<T> reply)
    {
        if (!reply.IsFinal || reply.Answer.Aliases > options.MaxAliases)
            return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);
        var read = reply.Answer;
        bool isAuthentic = read.IsAuthentic && options.Validating.Contains(reply.Server);
        if (read.Records.Count > 0)
            return (new DnsAnswer<T>(DnsStatus.Found, read.Records) { IsAuthentic = isAuthentic }, Shorter(read.TimeToLive, options.MaxTtl));
        return (new DnsAnswer<T>(reply.IsNameError ? DnsStatus.NoSuchName : DnsStatus.NoRecords) { IsAuthentic = isAuthentic }, Shorter(read.NegativeTimeToLive, options.MaxNegativeTtl));
    }

    private static TimeSpan Shorter(int seconds, TimeSpan limit) => TimeSpan.FromSeconds(Math.Min(seconds, limit.TotalSeconds));

    private static bool TryToAscii(string name, out string ascii)
    {
        ascii = name;
        try
        {
            ascii = System.Text.Ascii.IsValid(name) ? name : Idn.GetAscii(name);
            return ascii.Length is > 0 and <= 253 && HasLabels(ascii);
        }
        catch (ArgumentException)
        {
            return false; // not a name that could be registered
        }
    }

    private static bool HasLabels(ReadOnlySpan<char> name)
    {
        foreach (var label in name.Split('.'))
        {
            if (name[label].Length is 0 or > 63)
                return false;
        }

        return true;
    }
}
