using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>What is demanded of mail and of logins.</summary>
public sealed record SecuritySettings
{
    [Setting("Rate incoming mail for spam.", Built = false)]
    public bool SpamFilter { get; init; } = true;

    [Setting("Scan incoming mail for viruses.", Built = false)]
    public bool VirusScan { get; init; }

    [Setting("Sign outgoing mail. RFC 6376.", Built = false)]
    public bool DkimSigning { get; init; } = true;

    [Setting("Where passwords may travel without TLS: never, loopback (both ends on this machine), or always.")]
    public PlaintextLogin PlaintextLogin { get; init; } = PlaintextLogin.Loopback;

    [Setting("What a failed look-up means for incoming mail: accept (recorded as temperror) or tempfail (451).", Built = false)]
    public DnsFailurePolicy OnDnsFailure { get; init; } = DnsFailurePolicy.Accept;
}
