using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>What is demanded of mail and of logins.</summary>
public sealed record SecuritySettings
{
    [Setting("Rate incoming mail for spam.", Built = false)]
    public bool SpamFilter { get; init; } = true;

    [Setting("Scan incoming mail for viruses.", Built = false)]
    public bool VirusScan { get; init; }

    [Setting("Sign mail of users with the keys of their domain. RFC 6376, RFC 8463.")]
    public bool DkimSigning { get; init; } = true;

    [Setting("File with the key that seals secrets in the database; made when it is missing. Nodes that share a database share it.", Format = SettingFormat.Path)]
    public string KeyFile { get; init; } = "secrets.key";

    [Setting("Age at which a key that signs gets a successor. It signs once it is published; \"aether domain dns\" shows the record.", Min = "1 d", Max = "3650 d")]
    public TimeSpan DkimRotation { get; init; } = TimeSpan.FromDays(180);

    [Setting("What senders are told to do who can't bring our domains mail over TLS: off, none, testing or enforce. \"aether domain dns\" shows the records. RFC 8461.")]
    public StsPolicyMode MtaSts { get; init; } = StsPolicyMode.Off;

    [Setting("How long senders keep to that.", Min = "1 h", Max = "365 d")]
    public TimeSpan MtaStsMaxAge { get; init; } = TimeSpan.FromDays(7);

    [Setting("Where passwords may travel without TLS: never, loopback (both ends on this machine), or always.")]
    public PlaintextLogin PlaintextLogin { get; init; } = PlaintextLogin.Loopback;

    [Setting("What a failed look-up means for incoming mail: accept (recorded as temperror) or tempfail (451).")]
    public DnsFailurePolicy OnDnsFailure { get; init; } = DnsFailurePolicy.Accept;
}
