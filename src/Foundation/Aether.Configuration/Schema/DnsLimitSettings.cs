using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Look-ups made to judge a message. RFC 7208 §4.6.4.</summary>
public sealed record DnsLimitSettings
{
    [Setting("Look-ups of one SPF check.", Min = "1", Max = "100")]
    public int SpfLookups { get; init; } = 10;

    [Setting("Look-ups of one SPF check that find nothing.", Min = "1", Max = "100")]
    public int SpfVoidLookups { get; init; } = 2;

    [Setting("Names of one MX or PTR look-up of SPF.", Min = "1", Max = "100")]
    public int SpfNames { get; init; } = 10;

    [Setting("Look-ups of one message.", Min = "20", Max = "10000")]
    public int Questions { get; init; } = 150;

    [Setting("DKIM signatures of one message that are verified.", Min = "1", Max = "50")]
    public int Signatures { get; init; } = 5;

    [Setting("Time for all look-ups of one message.", Min = "1 s", Max = "2 min")]
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(20);

    [Setting("Size of an answer.", Min = "512 B", Max = "64 KiB")]
    public ByteSize Answer { get; init; } = ByteSize.FromKiB(64);

    [Setting("Aliases followed.", Min = "1", Max = "100")]
    public int Aliases { get; init; } = 10;
}
