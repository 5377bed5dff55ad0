using System.Runtime.InteropServices;
using System.Text;

namespace Aether.Smtp.Session;

/// <summary>
/// Passes a submitted message on while it comes: the blind copies are taken out of its header (RFC 5322 §3.6.3), and the authors
/// and the wish to go without TLS are noted. Field by field, whatever pieces come, and bounded.
/// </summary>
internal sealed class SubmittedHeader
{
    private const int MaxName = 32;
    private const int MaxNoted = 64 << 10;
    private const int MaxWish = 64;
    private readonly List<byte> start = new(MaxName);
    private readonly List<byte> noted = [];
    private readonly List<byte> wish = [];
    private int wishes;
    private bool isHeader = true;
    private bool isDecided;
    private Fate fate = Fate.Keep;

    private enum Fate
    {
        Keep,
        Drop,
        Note,
        NoteWish,
    }

    /// <summary>From fields seen.</summary>
    public int Authors { get; private set; }

    /// <summary>The value of the From field, folded as it came.</summary>
    public ReadOnlySpan<byte> From => CollectionsMarshal.AsSpan(noted);

    /// <summary>It says <c>TLS-Required: No</c>, once: it would rather be read than not arrive. RFC 8689 §5.</summary>
    public bool IsTlsOptional => wishes == 1 && Encoding.ASCII.GetString(CollectionsMarshal.AsSpan(wish)).Trim().Equals("No", StringComparison.OrdinalIgnoreCase);

    public void Pass(ReadOnlySpan<byte> octets, SpanAction write)
    {
        while (isHeader && !octets.IsEmpty)
        {
            int end = octets.IndexOf((byte)'\n');
            var piece = end < 0 ? octets : octets[..(end + 1)];
            PassPiece(piece, end >= 0, write);
            octets = octets[piece.Length..];
        }

        if (!octets.IsEmpty)
            write(octets);
    }

    /// <summary>The message ended inside its header: what was held back goes on.</summary>
    public void Finish(SpanAction write)
    {
        if (isHeader && !isDecided && start.Count > 0)
            write(start.ToArray());
        start.Clear();
    }

    private void PassPiece(ReadOnlySpan<byte> piece, bool endsLine, SpanAction write)
    {
        if (!isDecided)
        {
            int take = Math.Min(piece.Length, MaxName - start.Count);
            start.AddRange(piece[..take]);
            piece = piece[take..];
            isDecided = Decide(endsLine && piece.IsEmpty);
            if (!isDecided)
                return;
            var held = start.ToArray();
            start.Clear();
            Take(held, write);
        }

        if (!piece.IsEmpty)
            Take(piece, write);
        if (endsLine)
            isDecided = false;
    }

    /// <returns>Whether enough of the line is here to know what becomes of it.</returns>
    private bool Decide(bool wholeLine)
    {
        var line = CollectionsMarshal.AsSpan(start);
        if (line[0] is (byte)' ' or (byte)'\t')
            return true; // folded: its field's fate
        int colon = line.IndexOf((byte)':');
        if (colon < 0 && !wholeLine && line.Length < MaxName)
            return false;
        if (colon < 0)
        {
            isHeader = !(wholeLine && (line.SequenceEqual("\r\n"u8) || line.SequenceEqual("\n"u8)));
            fate = Fate.Keep;
            return true;
        }

        var name = line[..colon].TrimEnd((byte)' ');
        fate = Ascii.EqualsIgnoreCase(name, "Bcc"u8) || Ascii.EqualsIgnoreCase(name, "Resent-Bcc"u8) ? Fate.Drop
            : Ascii.EqualsIgnoreCase(name, "From"u8) ? Fate.Note
            : Ascii.EqualsIgnoreCase(name, "TLS-Required"u8) ? Fate.NoteWish
            : Fate.Keep;
        Authors += fate is Fate.Note ? 1 : 0;
        wishes += fate is Fate.NoteWish ? 1 : 0;
        return true;
    }

    private void Take(ReadOnlySpan<byte> octets, SpanAction write)
    {
        if (fate is Fate.Drop)
            return;
        write(octets);
        if (fate is Fate.Note)
            Keep(noted, octets, MaxNoted);
        else if (fate is Fate.NoteWish)
            Keep(wish, octets, MaxWish);
    }

    /// <summary>The beginning of a value, behind the colon of its name.</summary>
    private static void Keep(List<byte> value, ReadOnlySpan<byte> octets, int most)
    {
        if (value.Count >= most)
            return;
        int colon = value.Count == 0 ? octets.IndexOf((byte)':') + 1 : 0;
        value.AddRange(octets[colon..][..Math.Min(octets.Length - colon, most - value.Count)]);
    }
}
