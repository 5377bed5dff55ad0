namespace Aether.Validation.Pilot;

/// <summary>How careful the pilot is.</summary>
public sealed record PilotOptions
{
    /// <summary>Domains whose reports count: anybody can write one.</summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>Time at p=none.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Time at each other step.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Messages that have to be reported at a step.</summary>
    public long Messages { get; init; } = 100;

    /// <summary>Of a thousand messages so many may fail.</summary>
    public int Tolerance { get; init; } = 10;

    /// <summary>After a fall-back it stays for so long.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromDays(14);
}
