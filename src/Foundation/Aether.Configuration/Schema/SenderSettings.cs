using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Whose mail is believed. RFC 7208, RFC 6376, RFC 9989, RFC 8617.</summary>
public sealed record SenderSettings
{
    [Setting("Check mail from other servers: SPF, DKIM, DMARC, ARC and the name of the address. Peers in limits.exemptNetworks are not checked.")]
    public bool Check { get; init; } = true;

    [Setting("Do with mail that fails as its author's domain wants: refuse it, or put it into the junk mailbox. Else the results are only written down.")]
    public bool ApplyDmarc { get; init; } = true;

    [Setting("Refuse mail that SPF fails and DMARC does not pass, whatever the author's domain wants.")]
    public bool RejectSpfFail { get; init; }

    [Setting("How organizational domains are found: treewalk (RFC 9989) or publicsuffix (RFC 7489).")]
    public OrganizationMode Organizations { get; init; } = OrganizationMode.TreeWalk;

    [Setting("A newer public suffix list than the one that came with the program, as publicsuffix.org has it; empty: the shipped one.")]
    public string PublicSuffixList { get; init; } = "";

    [Setting("Author domains whose DMARC policy is not applied.", Format = SettingFormat.HostName)]
    public IReadOnlyList<string> DmarcExceptions { get; init; } = [];

    [Setting("Domains whose ARC seals are believed: mail forwarded by these alone keeps the pass it had before.", Format = SettingFormat.HostName)]
    public IReadOnlyList<string> TrustedSealers { get; init; } = [];

    [Setting("Indicators (BIMI).")]
    public BimiSettings Bimi { get; init; } = new();
}
