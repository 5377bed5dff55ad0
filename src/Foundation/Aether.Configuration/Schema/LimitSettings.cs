using System.Net;
using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Bounds on everything a peer can send or hold: one key for each, and none can be unlimited.</summary>
public sealed record LimitSettings
{
    [Setting("Networks free of connection counts, rates, waits and sender checks; never of login, relay rules, sizes or parser limits.")]
    public IReadOnlyList<IPNetwork> ExemptNetworks { get; init; } = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    [Setting("Proxies whose PROXY header, or headers of HTTP, are believed on listeners that say so.")]
    public IReadOnlyList<IPNetwork> ProxyNetworks { get; init; } = [];

    [Setting("Proxies and filters whose XCLIENT is believed.")]
    public IReadOnlyList<IPNetwork> XclientNetworks { get; init; } = [];

    [Setting("Connections, whatever the protocol.")]
    public ConnectionLimitSettings Connections { get; init; } = new();

    [Setting("Logins.")]
    public LoginLimitSettings Logins { get; init; } = new();

    [Setting("Parsing of messages.")]
    public MessageLimitSettings Messages { get; init; } = new();

    [Setting("SMTP sessions.")]
    public SmtpLimitSettings Smtp { get; init; } = new();

    [Setting("How much may come, and be sent, in a time.")]
    public RateLimitSettings Rates { get; init; } = new();

    [Setting("IMAP sessions.")]
    public ImapLimitSettings Imap { get; init; } = new();

    [Setting("POP3 sessions.")]
    public Pop3LimitSettings Pop3 { get; init; } = new();

    [Setting("The queue.")]
    public QueueLimitSettings Queue { get; init; } = new();

    [Setting("The store.")]
    public StorageLimitSettings Storage { get; init; } = new();

    [Setting("The search index.")]
    public SearchLimitSettings Search { get; init; } = new();

    [Setting("Look-ups, and those made to judge a message.")]
    public DnsLimitSettings Dns { get; init; } = new();

    [Setting("Indicators (BIMI).")]
    public BimiLimitSettings Bimi { get; init; } = new();

    [Setting("Reports to other domains, and those about ours.")]
    public ReportLimitSettings Reports { get; init; } = new();

    [Setting("Sieve scripts.", Built = false)]
    public SieveLimitSettings Sieve { get; init; } = new();

    [Setting("JMAP requests.", Built = false)]
    public JmapLimitSettings Jmap { get; init; } = new();
}
