using System.Net;

namespace Aether.Dns.Resolving;

/// <summary>Where to ask, how long to wait, how much to remember.</summary>
public sealed record DnsOptions
{
    /// <summary>Empty for the system's.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>For one server and one try.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one look-up with all its tries.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public int Retries { get; init; } = 2;

    /// <summary>Longer TTLs are cut to this.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>RFC 2308 §5: negative answers live as the SOA says, and no longer than this.</summary>
    public TimeSpan MaxNegativeTtl { get; init; } = TimeSpan.FromMinutes(5);

    public int MaxCachedAnswers { get; init; } = 20_000;

    /// <summary>Records of one answer beyond these are dropped (case R06: 100 exchangers).</summary>
    public int MaxRecords { get; init; } = 64;
}
