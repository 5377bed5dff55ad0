using System.Globalization;

namespace Aether.Configuration.Values;

/// <summary>Durations as people write them: <c>5 min</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("min", TimeSpan.TicksPerMinute),
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), // "ms" before "s": the shorter is its ending
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        foreach (var (unit, ticks) in Units)
        {
            if (!UnitText.TryCut(text, unit, out long count))
                continue;
            bool fits = count <= TimeSpan.MaxValue.Ticks / ticks;
            duration = new TimeSpan(fits ? count * ticks : 0);
            return fits;
        }

        duration = default;
        return false;
    }

    public static string Format(TimeSpan duration)
    {
        string best = string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerMillisecond} ms");
        foreach (var (unit, ticks) in Units.OrderBy(unit => unit.Ticks))
        {
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0)
                best = string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks} {unit}");
        }

        return duration == TimeSpan.Zero ? "0 s" : best;
    }
}
