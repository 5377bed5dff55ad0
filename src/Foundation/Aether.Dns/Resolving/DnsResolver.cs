using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private readonly DnsCache<string> pointers;
    private readonly DnsCache<TlsaRecord> certificates;
    private readonly DnsCache<string> data;
    private readonly DnsBreaker breaker;

    public DnsResolver(DnsOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        client = new LookupClient(Settings(options));
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

    public ValueTask<DnsAnswer<MxRecord>> ResolveMxAsync(string domain, CancellationToken ct) =>
        ResolveAsync(exchangers, domain, QueryType.MX, static record => record is DnsClient.Protocol.MxRecord mx ? ToMx(mx) : null, ct);

    public ValueTask<DnsAnswer<string>> ResolveTextAsync(string name, CancellationToken ct) =>
        ResolveAsync(texts, name, QueryType.TXT, static record => record is TxtRecord txt ? string.Concat(txt.Text) : null, ct);

    public async ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, CancellationToken ct)
    {
        var v6 = ResolveAddressesAsync(host, AddressFamily.InterNetworkV6, ct);
        var v4 = await ResolveAddressesAsync(host, AddressFamily.InterNetwork, ct);
        return Merge(await v6, v4);
    }

    public ValueTask<DnsAnswer<IPAddress>> ResolveAddressesAsync(string host, AddressFamily family, CancellationToken ct) => family is AddressFamily.InterNetworkV6
        ? ResolveAsync(addresses, host, QueryType.AAAA, static record => record is AaaaRecord aaaa ? aaaa.Address : null, ct)
        : ResolveAsync(addresses, host, QueryType.A, static record => record is ARecord a ? a.Address : null, ct);

    public ValueTask<DnsAnswer<string>> ResolvePointersAsync(IPAddress address, CancellationToken ct) =>
        ResolveAsync(pointers, address.GetArpaName().TrimEnd('.'), QueryType.PTR, static record => record is PtrRecord ptr ? ptr.PtrDomainName.Value.TrimEnd('.') : null, ct);

    public ValueTask<DnsAnswer<TlsaRecord>> ResolveTlsaAsync(string name, CancellationToken ct) =>
        ResolveAsync(certificates, name, QueryType.TLSA, static record => record is DnsClient.Protocol.TlsaRecord tlsa ? ToTlsa(tlsa) : null, ct);

    public ValueTask<DnsAnswer<string>> ResolveDataAsync(string name, DnsDataType type, CancellationToken ct) => type switch
    {
        DnsDataType.Srv => ResolveAsync(data, name, QueryType.SRV, static record => record is SrvRecord srv ? string.Create(CultureInfo.InvariantCulture, $"{srv.Priority} {srv.Weight} {srv.Port} {srv.Target.Value}") : null, ct),
        DnsDataType.Cname => ResolveAsync(data, name, QueryType.CNAME, static record => record is CNameRecord alias ? alias.CanonicalName.Value : null, ct),
        _ => ResolveAsync(data, name, QueryType.CAA, static record => record is CaaRecord caa ? string.Create(CultureInfo.InvariantCulture, $"{caa.Flags} {caa.Tag} \"{caa.Value}\"") : null, ct),
    };

    private static DnsAnswer<IPAddress> Merge(DnsAnswer<IPAddress> v6, DnsAnswer<IPAddress> v4)
    {
        if (v6.Records.Count + v4.Records.Count > 0)
            return new DnsAnswer<IPAddress>(DnsStatus.Found, [.. v6.Records, .. v4.Records]) { IsAuthentic = v6.IsAuthentic && v4.IsAuthentic };

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
        settings.RequestDnsSecRecords = options.Validating.Count > 0; // RFC 4035 §3.2.1: without the DO bit no AD bit
        return settings;
    }

    private static MxRecord ToMx(DnsClient.Protocol.MxRecord mx) => new(mx.Preference, mx.Exchange.Value.TrimEnd('.'));

    private static TlsaRecord ToTlsa(DnsClient.Protocol.TlsaRecord tlsa) =>
        new((byte)tlsa.CertificateUsage, (byte)tlsa.Selector, (byte)tlsa.MatchingType, tlsa.CertificateAssociationData.ToArray());

    private async Task<bool> ProbeAsync()
    {
        try
        {
            await client.QueryAsync(".", QueryType.NS);
            return true;
        }
        catch (Exception failure)
        {
            return !IsSilence(failure);
        }
    }

    private ValueTask<DnsAnswer<T>> ResolveAsync<T>(DnsCache<T> cache, string name, QueryType type, Func<DnsResourceRecord, T?> pick, CancellationToken ct)
    {
        if (!TryToAscii(name, out var ascii))
            return ValueTask.FromResult(new DnsAnswer<T>(DnsStatus.NoSuchName));
        var key = type is QueryType.AAAA or QueryType.SRV or QueryType.CNAME or QueryType.CAA ? $"{type} {ascii}" : ascii;
        if (cache.TryGet(key, out var cached))
            return ValueTask.FromResult(cached);
        return breaker.Refuses() ? ValueTask.FromResult(new DnsAnswer<T>(DnsStatus.TemporaryFailure)) : new(AskAsync(cache, key, ascii, type, pick, ct));
    }

    private Task<DnsAnswer<T>> AskAsync<T>(DnsCache<T> cache, string key, string name, QueryType type, Func<DnsResourceRecord, T?> pick, CancellationToken ct) =>
        cache.AskAsync(key, abandoned => AskAsync(name, type, pick, abandoned), ct);

    private async Task<(DnsAnswer<T> Answer, TimeSpan TimeToLive)> AskAsync<T>(string name, QueryType type, Func<DnsResourceRecord, T?> pick, CancellationToken abandoned)
    {
        using var patience = new CancellationTokenSource(options.TotalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(abandoned, patience.Token);
        try
        {
            var response = await client.QueryAsync(name, type, cancellationToken: either.Token);
            breaker.Answered();
            if (!IsTo(response, name, type))
                return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);
            var (answer, timeToLive) = Read(response, pick);
            return (answer with { IsAuthentic = response.Header.IsAuthenticData && IsTrusted(response.NameServer) }, timeToLive);
        }
        catch (Exception failure)
        {
            // Whatever a server sends, an answer that can't be read is one that did not come (case D08).
            if (!abandoned.IsCancellationRequested && IsSilence(failure))
                breaker.TimedOut();
            return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);
        }
    }

    // RFC 5452 §4.2: the library compares ids, the question is left to us.
    private static bool IsTo(IDnsQueryResponse response, string name, QueryType type) =>
        response.Questions is [{ } question] && question.QuestionType == type && string.Equals(question.QueryName.Original.TrimEnd('.'), name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private (DnsAnswer<T> Answer, TimeSpan TimeToLive) Read<T>(IDnsQueryResponse response, Func<DnsResourceRecord, T?> pick)
    {
        var code = response.Header.ResponseCode;
        if (code is not (DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain) || response.MessageSize > options.MaxAnswer)
            return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);

        var found = new List<T>();
        int seconds = int.MaxValue;
        if (response.Answers.CnameRecords().Skip(options.MaxAliases).Any())
            return (new DnsAnswer<T>(DnsStatus.TemporaryFailure), TimeSpan.Zero);
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

    private static bool IsSilence(Exception failure) =>
        failure is OperationCanceledException or DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } || failure.GetBaseException() is SocketException;

    private bool IsTrusted(NameServer server) =>
        IPAddress.TryParse(server.Address, out var address) && options.Validating.Contains(new IPEndPoint(address, server.Port));

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
