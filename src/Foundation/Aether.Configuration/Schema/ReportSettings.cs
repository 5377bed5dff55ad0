using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Reports to other domains about their mail and their servers, and those about ours. RFC 8460, RFC 9990, RFC 9991.</summary>
public sealed record ReportSettings
{
    [Setting("Tell domains that want it, once a day, what became of encrypted sessions with their servers. RFC 8460.")]
    public bool Tls { get; init; } = true;

    [Setting("Tell domains that want it, once a day, who sent mail in their name, and what the checks of it found. RFC 9990.")]
    public bool Dmarc { get; init; } = true;

    [Setting("Tell domains that ask for it (ruf) within minutes of messages in their name that fail: who sent them, what the checks found, and their header, never their body. RFC 9991. Off, as headers tell of people: see docs/security/mail-authentication.md.")]
    public bool Failures { get; init; }

    [Setting("Hide in such reports who the recipients are: local parts are replaced (RFC 6590), and fields that may name them otherwise are left out.")]
    public bool Redact { get; init; } = true;

    [Setting("Local part of the address, in each of our domains, that reports about them come to and ours go out from. They are read and kept, unless an account or alias has the address. Empty: none are read.")]
    public string Address { get; init; } = "mail-reports";

    [Setting("Take reports about encrypted sessions by HTTPS too, posted to /reports/tls; \"aether domain dns\" names the place then. RFC 8460.")]
    public bool Https { get; init; }

    [Setting("The domain of ours that reports go out from; empty: the first.")]
    public string Domain { get; init; } = "";

    [Setting("Who reports, for people; empty: hostname.")]
    public string Organization { get; init; } = "";

    [Setting("Time for which reports about our domains are kept.", Min = "1 d", Max = "3650 d")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(400);

    [Setting("The way of our domains to p=reject (\"aether domain pilot\").")]
    public PilotSettings Pilot { get; init; } = new();
}
