using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>Sieve scripts. RFC 5228 §2.10.</summary>
public sealed record SieveLimitSettings
{
    [Setting("Size of a script.", Min = "1 KiB", Max = "10 MiB", Built = false)]
    public ByteSize Script { get; init; } = ByteSize.FromKiB(128);

    [Setting("Scripts of an account.", Min = "1", Max = "1000", Built = false)]
    public int Scripts { get; init; } = 32;

    [Setting("Actions of a run.", Min = "1", Max = "1000", Built = false)]
    public int Actions { get; init; } = 32;

    [Setting("Redirects of a run.", Min = "1", Max = "100", Built = false)]
    public int Redirects { get; init; } = 4;

    [Setting("Steps of a run.", Min = "100", Max = "10000000", Built = false)]
    public int Steps { get; init; } = 10_000;

    [Setting("Time of a run.", Min = "10 ms", Max = "1 min", Built = false)]
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    [Setting("Depth of blocks.", Min = "4", Max = "1000", Built = false)]
    public int Depth { get; init; } = 32;
}
