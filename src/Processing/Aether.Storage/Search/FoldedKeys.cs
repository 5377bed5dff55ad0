namespace Aether.Storage.Search;

/// <summary>The keys of one search, made ready; places without a key are null.</summary>
internal sealed class FoldedKeys(IReadOnlyList<TextKey?> keys)
{
    private readonly FoldedKey?[] keys = [.. keys.Select(static key => key is null ? null : new FoldedKey(key))];

    public int Count => keys.Length;

    public FoldedKey? this[int index] => keys[index];

    public int LongestBodyText => keys.Max(static key => key is { Scope: TextScope.Body or TextScope.Anywhere } ? key.Text.Length : 0);
}
