namespace Aether.Configuration.Loading;

/// <summary>Guesses what a mistyped key meant.</summary>
internal static class Suggestion
{
    public static string For(string typed, IEnumerable<string> known)
    {
        var best = known.Select(name => (name, distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant()))).OrderBy(pair => pair.distance).FirstOrDefault();
        return best.name is not null && best.distance <= Math.Max(2, typed.Length / 3) ? $"; did you mean \"{best.name}\"?" : "";
    }

    /// <summary>Letters to add, drop, change, or swap with the neighbour.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > 64)
            return int.MaxValue;
        int[] before = new int[right.Length + 1], last = [.. Enumerable.Range(0, right.Length + 1)], row = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }
}
