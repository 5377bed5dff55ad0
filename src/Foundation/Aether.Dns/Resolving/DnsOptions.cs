using System.Net;
using Aether.Dns.Transport;

namespace Aether.Dns.Resolving;

/// <summary>Where to ask, how long to wait, how much to remember.</summary>
public sealed record DnsOptions
{
    /// <summary>Empty for the system's.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>Those whose AD bit is believed: they validate, and nobody sits between them and us. RFC 4035 §4.9.3.</summary>
    public IReadOnlyList<IPEndPoint> Validating { get; init; } = [];

    /// <summary>For one server and one try.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one look-up with all its tries.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Rounds over all servers after the first.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Longer TTLs are cut to this.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>RFC 2308 §5: negative answers live as the SOA says, and no longer than this.</summary>
    public TimeSpan MaxNegativeTtl { get; init; } = TimeSpan.FromMinutes(5);

    public int MaxCachedAnswers { get; init; } = 20_000;

    /// <summary>Datagrams that are no answer to what was asked; after as many it is asked over TCP, where there is nothing to guess (case D08).</summary>
    public int MaxStrangers { get; init; } = 20;

    /// <summary>Larger answers count as failures (case D08).</summary>
    public int MaxAnswer { get; init; } = 64 << 10;

    /// <summary>Aliases on the way to one answer; with more it counts as a failure (case D08).</summary>
    public int MaxAliases { get; init; } = 10;

    /// <summary>Time-outs in a row after which questions fail at once, until a probe is answered.</summary>
    public int BreakerThreshold { get; init; } = 2;

    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Records of one answer beyond these are dropped (case R06: 100 exchangers).</summary>
    public int MaxRecords { get; init; } = 64;

    internal ExchangeLimits Exchange => new(QueryTimeout, Retries, MaxAnswer, MaxStrangers);
}
