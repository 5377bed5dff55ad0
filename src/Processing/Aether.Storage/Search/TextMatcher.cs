namespace Aether.Storage.Search;

/// <summary>Looks for the strings of several keys in one message's folded text; holds no more than the end of the last piece.</summary>
internal sealed class TextMatcher : ITextSink
{
    private readonly FoldedKeys keys;
    private readonly bool?[] results;
    private readonly int keep;
    private byte[] window = new byte[256];
    private int held;
    private int open;

    public TextMatcher(FoldedKeys keys)
    {
        this.keys = keys;
        results = new bool?[keys.Count];
        keep = Math.Max(0, keys.LongestBodyText - 1);
    }

    /// <summary>What is known; of a key that was not found yet, nothing.</summary>
    public Span<bool?> Results => results;

    public bool IsFull => open is 0;

    /// <summary>Begins a message of which this much is known.</summary>
    public void Begin(ReadOnlySpan<bool?> known)
    {
        known.CopyTo(results);
        held = 0;
        open = 0;
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] is not { IsText: true } key || results[i] is not null)
                continue;
            open++;
            if (key.Text.Length is 0 && key.Scope is not TextScope.Field)
                Find(i);
        }
    }

    /// <summary>The whole text was seen: what was not found is not there.</summary>
    public void End()
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] is { IsText: true })
                results[i] ??= false;
        }
        open = 0;
    }

    public void Field(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (results[i] is not null || keys[i] is not { } key)
                continue;
            if (key.Scope is TextScope.Field
                ? line.StartsWith(key.Field) && line[key.Field.Length..].IndexOf(key.Text) >= 0
                : key.Scope is TextScope.Anywhere && line.IndexOf(key.Text) >= 0)
            {
                Find(i);
            }
        }
    }

    public void Body(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty || open is 0)
            return;
        if (held > 0)
        {
            // Where the last piece met this one.
            var seam = piece[..Math.Min(piece.Length, keep)];
            if (window.Length < held + seam.Length)
                Array.Resize(ref window, held + (2 * seam.Length));
            seam.CopyTo(window.AsSpan(held));
            Look(window.AsSpan(0, held + seam.Length));
            held += seam.Length;
        }
        Look(piece);
        Hold(piece);
    }

    public void Break() => held = 0;

    /// <summary>Keeps the end of what was seen, which the next piece may complete.</summary>
    private void Hold(ReadOnlySpan<byte> piece)
    {
        var end = piece.Length >= keep ? piece[^keep..] : window.AsSpan(Math.Max(0, held - keep), Math.Min(held, keep));
        if (window.Length < keep)
            Array.Resize(ref window, keep);
        end.CopyTo(window);
        held = end.Length;
        if (piece.Length < keep && held == 0)
        {
            piece.CopyTo(window);
            held = piece.Length;
        }
    }

    private void Look(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (results[i] is null && keys[i] is { Scope: TextScope.Body or TextScope.Anywhere } key && text.IndexOf(key.Text) >= 0)
                Find(i);
        }
    }

    private void Find(int key)
    {
        results[key] = true;
        open--;
    }
}
