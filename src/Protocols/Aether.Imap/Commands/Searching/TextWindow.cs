namespace Aether.Imap.Commands.Searching;

/// <summary>Looks for several strings in text that comes in pieces, letter case aside; holds no more than one piece and the longest string.</summary>
internal sealed class TextWindow
{
    private readonly string[] needles;
    private readonly bool[] found;
    private readonly int carry;
    private char[] text = [];
    private int length;
    private int missing;

    /// <param name="needles">In upper case.</param>
    public TextWindow(string[] needles)
    {
        this.needles = needles;
        found = new bool[needles.Length];
        missing = needles.Length;
        carry = needles.Length is 0 ? 0 : Math.Max(0, needles.Max(static needle => needle.Length) - 1);

        // The empty string is in every text: RFC 3501 §6.4.4.
        for (int i = 0; i < needles.Length; i++)
        {
            if (needles[i].Length is 0)
                Find(i);
        }
    }

    public bool FoundAll => missing is 0;

    public bool Found(int needle) => found[needle];

    public void Add(ReadOnlySpan<char> piece)
    {
        if (piece.IsEmpty)
            return;
        if (text.Length < length + piece.Length)
            Array.Resize(ref text, Math.Max(text.Length * 2, length + piece.Length));
        piece.ToUpperInvariant(text.AsSpan(length));
        length += piece.Length;

        var window = text.AsSpan(0, length);
        for (int i = 0; i < needles.Length; i++)
        {
            if (!found[i] && window.IndexOf(needles[i]) >= 0)
                Find(i);
        }

        int kept = Math.Min(carry, length);
        window[^kept..].CopyTo(text);
        length = kept;
    }

    /// <summary>What follows does not join what came before.</summary>
    public void Break() => length = 0;

    private void Find(int needle)
    {
        found[needle] = true;
        missing--;
    }
}
