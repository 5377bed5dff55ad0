using System.Globalization;

namespace Aether.Benchmarks;

/// <summary>What processes and their children have used of the processors, those that ended included. From /proc.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    public static double CpuSeconds(IReadOnlyList<int> roots)
    {
        var all = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) && Read(folder) is { } facts)
                all[pid] = facts;
        }

        var children = all.ToLookup(process => process.Value.Parent, process => process.Key);
        var waiting = new Stack<int>(roots.Where(all.ContainsKey));
        long ticks = 0;
        while (waiting.TryPop(out int pid))
        {
            ticks += all[pid].Ticks;
            foreach (int child in children[pid])
                waiting.Push(child);
        }

        return ticks / TicksPerSecond;
    }

    /// <returns>Null: it has just ended.</returns>
    private static (int Parent, long Ticks)? Read(string folder)
    {
        try
        {
            string text = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // proc(5): the name may hold anything, so count from behind it
            return (Number(fields[1]), fields[11..15].Sum(field => (long)Number(field)));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
