using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Logins.</summary>
public sealed record LoginLimitSettings
{
    [Setting("Failed logins before a session is ended.", Min = "1", Max = "100")]
    public int FailuresPerSession { get; init; } = 3;

    [Setting("Failed logins a minute from one address or IPv6 /64.", Min = "1", Max = "100000")]
    public int FailuresPerMinute { get; init; } = 10;

    [Setting("Failed logins a day from one address or IPv6 /64.", Min = "1", Max = "1000000")]
    public int FailuresPerDay { get; init; } = 50;

    [Setting("Failed logins of one account before attempts on it have to wait, longer with each failure.", Min = "1", Max = "100000")]
    public int SlowAfter { get; init; } = 20;

    [Setting("The longest such wait.", Min = "1 ms", Max = "5 min")]
    public TimeSpan SlowestWait { get; init; } = TimeSpan.FromSeconds(15);

    [Setting("A refused login is told a whole number of these after it began, so that its time tells nothing about who has an account; longer than checking a password takes.", Min = "1 ms", Max = "5 s")]
    public TimeSpan RefusalStep { get; init; } = TimeSpan.FromMilliseconds(50);

    [Setting("Failed logins a day from one address or IPv6 /64, those that were put off included, before it is banned.", Min = "1", Max = "1000000")]
    public int BanAfter { get; init; } = 100;

    [Setting("How long such a ban lasts.", Min = "1 s", Max = "365 d")]
    public TimeSpan BanFor { get; init; } = TimeSpan.FromHours(1);

    [Setting("Connections not logged in; beyond it the oldest is ended.", Min = "1", Max = "1000000")]
    public int Pending { get; init; } = 1000;

    [Setting("Sessions that an account may have at a time, all protocols and nodes together; what began on other nodes is known within half a minute.", Min = "1", Max = "1000000")]
    public int Sessions { get; init; } = 1000;

    [Setting("How long it is remembered who logged in when and from where.", Min = "1 min", Max = "3650 d")]
    public TimeSpan History { get; init; } = TimeSpan.FromDays(30);
}
