using System.Globalization;
using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace Aether.Dns.Resolving;

/// <summary>Look-ups over DnsClient with a cache of our own that keeps negative answers and tells failure from absence. RFC 1035, RFC 2308.</summary>
public sealed class DnsResolver : IDnsResolver
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };
    private readonly DnsOptions options;
    private readonly TimeProvider clock;
    private readonly LookupClient client;
    private readonly DnsCache<MxRecord> exchangers;
    private readonly DnsCache<IPAddress> addresses;
    private readonly DnsCache<string> texts;

    public DnsResolver(DnsOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        client = new LookupClient(Settings(options));
        exchangers = new DnsCache<MxRecord>(options.MaxCachedAnswers, clock);
        addresses = new DnsCache<IPAddress>(options.MaxCachedAnswers, clock);
        texts = new DnsCache<string>(options.MaxCachedAnswers, clock);
    }

    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) =>
        ResolveAsync(exchangers, domain, QueryType.MX, static record => record is DnsClient.Protocol.MxRecord mx ? ToMx(mx) : null, ct);

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) =>
        ResolveAsync(texts, name, QueryType.TXT, static record => record is TxtRecord txt ? string.Concat(txt.EscapedText) : null, ct);

    public async ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct)
    {
        var v6 = ResolveAsync(addresses, host, QueryType.AAAA, static record => record is AaaaRecord aaaa ? aaaa.Address : null, ct);
        var v4 = await ResolveAsync(addresses, host, QueryType.A, static record => record is ARecord a ? a.Address : null, ct);
        return Merge(await v6, v4);
    }

    private static DnsAnswer<IPAddress> Merge(DnsAnswer<IPAddress> v6, DnsAnswer<IPAddress> v4)
    {
        if (v6.Records.Count + v4.Records.Count > 0)
            return new DnsAnswer<IPAddress>(DnsStatus.Found, [.. v6.Records, .. v4.Records]);

        // One half unknown: the host may well have an address.
        return v6.Status is DnsStatus.TemporaryFailure ? v6 : v4;
    }

    private static LookupClientOptions Settings(DnsOptions options)
    {
        var settings = options.Servers.Count > 0
            ? new LookupClientOptions([.. options.Servers.Select(server => new NameServer(server))])
            : new LookupClientOptions();
        settings.UseCache = false;
        settings.Timeout = options.QueryTimeout;
        settings.Retries = options.Retries;
        settings.ThrowDnsErrors = false;
        settings.ContinueOnDnsError = true;
        settings.ContinueOnEmptyResponse = false;
        settings.UseTcpFallback = true;
        settings.ExtendedDnsBufferSize = 1232;
        return settings;
    }

    private static MxRecord ToMx(DnsClient.Protocol.MxRecord mx) => new(mx.Preference, mx.Exchange.Value.TrimEnd('.'));

    private async ValueTask<DnsAnswer<T>> ResolveAsync<T>(DnsCache<T> cache, string name, QueryType type, Func<DnsResourceRecord, T?> pick, CancellationToken ct)
    {
        if (!TryToAscii(name, out var ascii))
            return new DnsAnswer<T>(DnsStatus.NoSuchName);
        var key = type is QueryType.AAAA ? "6 " + ascii : ascii;
        if (cache.TryGet(key, out var cached))
            return cached;

        using var patience = new CancellationTokenSource(options.TotalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        IDnsQueryResponse response;
        try
        {
            response = await client.QueryAsync(ascii, type, cancellationToken: either.Token);
        }
        catch (Exception failure) when (failure is DnsResponseException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new DnsAnswer<T>(DnsStatus.TemporaryFailure);
        }

        var (answer, timeToLive) = Read(response, pick);
        cache.Add(key, answer, timeToLive);
        return answer;
    }

    private (DnsAnswer<T> Answer, TimeSpan TimeToLive) Read<T>(IDnsQueryResponse response, Func<DnsResourceRecord, T?> pick)
    {
        var code = response.Header.ResponseCode;
        if (code is not (DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain))
            return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);

        var found = new List<T>();
        int seconds = int.MaxValue;
        foreach (var record in response.Answers)
        {
            seconds = Math.Min(seconds, record.InitialTimeToLive);
            if (found.Count < options.MaxRecords && pick(record) is { } value)
                found.Add(value);
        }

        if (found.Count > 0)
            return (new DnsAnswer<T>(DnsStatus.Found, found), Shorter(seconds, options.MaxTtl));

        var negative = new DnsAnswer<T>(code is DnsHeaderResponseCode.NotExistentDomain ? DnsStatus.NoSuchName : DnsStatus.NoRecords);
        var soa = response.Authorities.OfType<SoaRecord>().FirstOrDefault();
        return (negative, soa is null ? TimeSpan.Zero : Shorter((int)Math.Min(soa.Minimum, (uint)soa.InitialTimeToLive), options.MaxNegativeTtl));
    }

    private static TimeSpan Shorter(int seconds, TimeSpan limit) => TimeSpan.FromSeconds(Math.Min(seconds, limit.TotalSeconds));

    private static bool TryToAscii(string name, out string ascii)
    {
        ascii = name;
        try
        {
            ascii = System.Text.Ascii.IsValid(name) ? name : Idn.GetAscii(name);
            return ascii.Length is > 0 and <= 253;
        }
        catch (ArgumentException)
        {
            return false; // not a name that could be registered
        }
    }
}
