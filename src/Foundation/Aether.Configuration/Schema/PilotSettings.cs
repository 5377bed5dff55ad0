using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>The way of our domains from p=none to p=reject ("aether domain pilot"). RFC 9989 §4.7.</summary>
public sealed record PilotSettings
{
    [Setting("Domains whose reports the pilot goes by, and those below them; mail of theirs has to pass DMARC when it comes. Anybody can write a report.", Format = SettingFormat.HostName)]
    public IReadOnlyList<string> Trusted { get; init; } = ["google.com", "microsoft.com", "yahoo.com", "yahooinc.com", "comcast.net", "mail.ru", "gmx.net", "web.de", "fastmail.com", "proton.me"];

    [Setting("Time at p=none before the next step.", Min = "1 d", Max = "365 d")]
    public TimeSpan Watch { get; init; } = TimeSpan.FromDays(14);

    [Setting("Time at each other step before the next.", Min = "1 d", Max = "365 d")]
    public TimeSpan Step { get; init; } = TimeSpan.FromDays(7);

    [Setting("Time before the next step after one was taken back.", Min = "1 d", Max = "365 d")]
    public TimeSpan Hold { get; init; } = TimeSpan.FromDays(14);

    [Setting("Messages that have to be reported at a step before the next.", Min = "1", Max = "1000000000")]
    public int Messages { get; init; } = 100;

    [Setting("Of a thousand messages so many may fail for the next step.", Min = "0", Max = "1000")]
    public int Tolerance { get; init; } = 10;

    [Setting("Tell the postmaster of a domain by mail when a step can be made, was made, or was taken back.")]
    public bool Mail { get; init; } = true;
}
