namespace Aether.Validation.Bimi;

/// <summary>Who draws what again: bounded, and never a drawing that itself draws something again, or few lines would become millions.</summary>
internal sealed class SvgUses
{
    private const int MaxUses = 256;
    private readonly Stack<string?> open = new();
    private readonly HashSet<string> drawing = new(StringComparer.Ordinal);
    private readonly List<string> targets = [];

    /// <summary>What is wrong, when all has been seen; null: nothing.</summary>
    public string? Problem => targets.Count > MaxUses ? "it draws too much again and again" : targets.Any(drawing.Contains) ? "it draws again what draws again" : null;

    public void Enter(string name, string? id, string? target)
    {
        open.Push(id);
        if (name is not "use" || target is null)
            return;
        targets.Add(target.Trim().TrimStart('#'));
        foreach (string? around in open)
        {
            if (around is not null)
                drawing.Add(around);
        }
    }

    public void Leave() => open.Pop();
}
