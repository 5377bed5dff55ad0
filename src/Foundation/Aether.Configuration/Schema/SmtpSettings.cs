using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Receiving mail. RFC 5321, RFC 6409.</summary>
public sealed record SmtpSettings
{
    [Setting("Connections at a time, all listeners together.", Min = "1", Max = "1000000")]
    public int MaxConnections { get; init; } = 1000;

    [Setting("Largest message taken, announced in SIZE.", Min = "64 KiB", Max = "2 GiB")]
    public ByteSize MaxMessageSize { get; init; } = ByteSize.FromMiB(50);

    [Setting("Time for which a server that is not exempt is kept waiting for the greeting, and refused if it speaks meanwhile; 0 s: none.", Min = "0 s", Max = "1 min")]
    public TimeSpan GreetingWait { get; init; }

    [Setting("Who is told by VRFY and EXPN which addresses exist: never (nobody), logins (users who logged in), or always.")]
    public VerifyPolicy Verify { get; init; } = VerifyPolicy.Never;

    [Setting("Kinds of solicitation that are refused, such as org.example:ADV. RFC 3865.")]
    public IReadOnlyList<string> NoSoliciting { get; init; } = [];

    [Setting("Seconds in which a user may take a submitted message back.", Min = "0", Max = "300")]
    public int UndoSeconds { get; init; }

    [Setting("Time for which the first mail of a stranger is put off, until it comes again; 0 s: not at all. RFC 6647.", Min = "0 s", Max = "1 h")]
    public TimeSpan Greylisting { get; init; }

    [Setting("Milters and HTTP hooks, asked in this order.")]
    public IReadOnlyList<HookSettings> Hooks { get; init; } = [];

    [Setting("Recipients whose mail is taken as if it were to another address.")]
    public IReadOnlyList<RewriteSettings> Rewrites { get; init; } = [];

    [Setting("Copies of certain mail, for an archive.")]
    public IReadOnlyList<CopySettings> Copies { get; init; } = [];

    [Setting("Header fields that are not wanted.")]
    public IReadOnlyList<HeaderCheckSettings> HeaderChecks { get; init; } = [];

    [Setting("Classes of the queue for certain mail, whatever its sender asks for; the first that fits counts.")]
    public IReadOnlyList<PrioritySettings> Priorities { get; init; } = [];

    [Setting("Domains of others that mail is taken for and passed on to.")]
    public IReadOnlyList<RelayDomainSettings> RelayDomains { get; init; } = [];

    [Setting("Ports.")]
    public IReadOnlyList<SmtpListenerSettings> Listeners { get; init; } =
    [
        new() { Port = 25, Kind = SmtpListenerKind.Mx, Tls = ListenerTls.StartTls },
        new() { Port = 587, Kind = SmtpListenerKind.Submission, Tls = ListenerTls.StartTls },
        new() { Port = 465, Kind = SmtpListenerKind.Submission, Tls = ListenerTls.Implicit },
        new() { Address = "127.0.0.1", Port = 24, Kind = SmtpListenerKind.Lmtp, Tls = ListenerTls.None },
    ];
}
