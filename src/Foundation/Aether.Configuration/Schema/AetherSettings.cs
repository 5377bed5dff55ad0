using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>All of <c>aether.json</c>: what a node needs to start. What an operator changes while it runs lives in the database.</summary>
public sealed record AetherSettings
{
    [Setting("The name this server gives itself in greetings, trace headers and its self-signed certificate.", Format = SettingFormat.HostName)]
    public string Hostname { get; init; } = "localhost";

    [Setting("Folder of everything the server writes. A relative path lies beside the configuration file.", Format = SettingFormat.Path)]
    public string Data { get; init; } = "./data";

    [Setting("Where accounts, mailboxes, messages and the queue are kept.")]
    public DatabaseSettings Database { get; init; } = new();

    [Setting("Where message bodies are kept.")]
    public BlobSettings Blobs { get; init; } = new();

    [Setting("How mail is found by what it says.")]
    public SearchSettings Search { get; init; } = new();

    [Setting("How nodes tell each other of changes.")]
    public EventSettings Events { get; init; } = new();

    [Setting("Receiving mail: from other servers and from this server's users.")]
    public SmtpSettings Smtp { get; init; } = new();

    [Setting("Reading mail over IMAP.")]
    public ImapSettings Imap { get; init; } = new();

    [Setting("Reading mail over POP3.")]
    public Pop3Settings Pop3 { get; init; } = new();

    [Setting("Editing Sieve scripts over ManageSieve.", Built = false)]
    public SieveSettings Sieve { get; init; } = new();

    [Setting("Health and metrics over HTTP.")]
    public HttpSettings Http { get; init; } = new();

    [Setting("What accounts may store where their own quota says nothing.")]
    public QuotaSettings Quotas { get; init; } = new();

    [Setting("Certificates and protocol versions.")]
    public TlsSettings Tls { get; init; } = new();

    [Setting("What is demanded of mail and of logins.")]
    public SecuritySettings Security { get; init; } = new();

    [Setting("How users log in.")]
    public AuthSettings Auth { get; init; } = new();

    [Setting("Whose mail is believed.")]
    public SenderSettings Senders { get; init; } = new();

    [Setting("Reports to other domains, and those about ours.")]
    public ReportSettings Reports { get; init; } = new();

    [Setting("Name resolution.")]
    public DnsSettings Dns { get; init; } = new();

    [Setting("Delivery to other servers.")]
    public QueueSettings Queue { get; init; } = new();

    [Setting("Where mail for other domains goes; the first that fits is taken. Empty: to the mail exchangers of the domain.")]
    public IReadOnlyList<RouteSettings> Routes { get; init; } = [];

    [Setting("Bounds on everything a peer can send or hold. None can be switched off.")]
    public LimitSettings Limits { get; init; } = new();

    [Setting("What is logged, and how.")]
    public LoggingSettings Logging { get; init; } = new();

    [Setting("The Prometheus page /metrics.")]
    public MetricsSettings Metrics { get; init; } = new();
}
