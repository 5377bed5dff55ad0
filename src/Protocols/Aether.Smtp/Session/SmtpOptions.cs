using Aether.Net.Limits;
using Aether.Smtp.SiteRules;

namespace Aether.Smtp.Session;

/// <summary>How one listener behaves.</summary>
/// <param name="Hostname">The name of this server in greetings and trace fields.</param>
/// <param name="Kind">Whose mail it takes.</param>
public sealed record SmtpOptions(string Hostname, SmtpListenerKind Kind)
{
    public PlaintextLogin PlaintextLogin { get; init; } = PlaintextLogin.Loopback;

    public FullMailboxPolicy FullMailbox { get; init; }

    public VerifyPolicy Verify { get; init; }

    /// <summary>Domains of others that mail is passed on to.</summary>
    public IReadOnlyList<RelayDomain> RelayDomains { get; init; } = [];

    /// <summary>Users may say that their mail is to go without TLS rather than not at all. RFC 8689 §5.</summary>
    public bool HonorsTlsOptional { get; init; } = true;

    /// <summary>Kinds of solicitation that are not wanted here, such as <c>org.example:ADV</c>. RFC 3865 §2.</summary>
    public IReadOnlyList<string> RefusedSolicitations { get; init; } = [];

    /// <summary>Proxies whose XCLIENT is believed.</summary>
    public NetworkSet Xclient { get; init; } = new([]);

    /// <summary>Peers free of waits and counts, for a client that XCLIENT names.</summary>
    public NetworkSet Exempt { get; init; } = new([]);

    /// <summary>Programs outside that are asked about each message, in their order.</summary>
    public IReadOnlyList<HookOptions> Hooks { get; init; } = [];

    /// <summary>What this site does with mail beyond the protocol.</summary>
    public SiteRuleSet Rules { get; init; } = new();

    public RateOptions Rates { get; init; } = new();

    public GreylistOptions Greylist { get; init; } = new();

    /// <summary>A submitted message waits this long, so that its sender can take it back; zero: not at all.</summary>
    public TimeSpan UndoWindow { get; init; }

    public SmtpLimits Limits { get; init; } = new();

    /// <summary>How long the queue tries before it gives a recipient up. RFC 5321 §4.5.4.1: 4 to 5 days.</summary>
    public TimeSpan QueueLifetime { get; init; } = TimeSpan.FromDays(5);
}
