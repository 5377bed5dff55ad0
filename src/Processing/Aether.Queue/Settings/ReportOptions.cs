using Aether.Validation.DmarcReports;

namespace Aether.Queue.Settings;

/// <summary>Reports to other domains, and those that come about ours.</summary>
/// <param name="Hostname">Our name as the one who reports.</param>
/// <param name="LocalPart">Of the address, in each of our domains, that reports come to and go out from.</param>
public sealed record ReportOptions(string Hostname, string LocalPart)
{
    /// <summary>Sessions with other servers are counted and reported. RFC 8460.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Checks of messages are counted and reported. RFC 9990.</summary>
    public bool Dmarc { get; init; } = true;

    /// <summary>Domains that want it are told of single messages that fail. RFC 9991.</summary>
    public bool Failures { get; init; }

    /// <summary>Such reports that one address gets in an hour.</summary>
    public int FailuresPerHour { get; init; } = 30;

    /// <summary>The domain of ours that reports come from; empty: the first.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Who reports, for people; empty: <see cref="Hostname"/>.</summary>
    public string Organization { get; init; } = "";

    /// <summary>What can't be sent for so long is given up. RFC 8460 §5.5.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Octets of a message that is looked at as a report.</summary>
    public long MaxMessage { get; init; } = 10 << 20;

    public DmarcReportLimits DmarcLimits { get; init; } = new();

    /// <summary>Octets of a report in JSON, inflated.</summary>
    public int MaxTlsReport { get; init; } = 10 << 20;
}
