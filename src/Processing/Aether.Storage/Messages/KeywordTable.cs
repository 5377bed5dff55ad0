namespace Aether.Storage.Messages;

/// <summary>An account's keywords by their bit. It only ever grows: a bit missing here means that the table is older than the row.</summary>
public sealed class KeywordTable
{
    public const int FirstBit = 8;

    public const int LastBit = 62;

    /// <summary>By their bits, up to the last one in use: each open mailbox has a table, and most know no keyword.</summary>
    private readonly string?[] names;

    internal KeywordTable(IReadOnlyCollection<(int Bit, string Name)> keywords)
    {
        names = keywords.Count is 0 ? [] : new string?[keywords.Max(static keyword => keyword.Bit) + 1];
        foreach (var (bit, name) in keywords)
            names[bit] = name;
    }

    /// <summary>All names in order of their bits.</summary>
    public IEnumerable<string> Names => names.OfType<string>();

    /// <summary>The bits that have a name here.</summary>
    public long KnownBits
    {
        get
        {
            long bits = 0;
            for (int bit = FirstBit; bit < names.Length; bit++)
                bits |= names[bit] is null ? 0 : 1L << bit;
            return bits;
        }
    }

    /// <summary>There is room for one more name.</summary>
    public bool HasRoom => names.Length <= LastBit || Array.IndexOf(names, null, FirstBit) >= 0;

    /// <summary>The name of one bit, or null.</summary>
    public string? NameOf(int bit) => bit < names.Length ? names[bit] : null;

    /// <summary>The mask of a keyword, 0 when the account never used it. Keywords ignore case (RFC 9051 §2.3.2).</summary>
    public long MaskOf(string name)
    {
        for (int bit = FirstBit; bit < names.Length; bit++)
        {
            if (string.Equals(names[bit], name, StringComparison.OrdinalIgnoreCase))
                return 1L << bit;
        }
        return 0;
    }
}
