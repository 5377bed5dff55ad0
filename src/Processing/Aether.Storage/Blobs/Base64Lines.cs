using System.Buffers;
using System.Buffers.Text;

namespace Aether.Storage.Blobs;

/// <summary>
/// Octets with lines of base64 (RFC 2045 §6.8) among them, as an attachment is, in a shorter form: the lines as the octets they stand for. A fourth is saved before
/// anything is compressed, and what was compressed when it was attached is no longer squeezed and unfolded letter by letter.
/// </summary>
/// <remarks>
/// How many runs of lines there are, then for each the octets in front of it, the letters of a line and how many lines; then all that is not in a run, then what all runs
/// stand for. A line has a multiple of four letters, which stand for three octets each and nothing else does for these: so the way back is exact.
/// </remarks>
internal static class Base64Lines
{
    private const int MinLetters = 40;
    private const int MaxLetters = 996; // RFC 5322 §2.1.1
    private const int MinLines = 8;

    /// <summary>Less saved is not worth a second form.</summary>
    private const int MinSaved = 1024;

    /// <summary>Letters that are turned at once: the calls work on many at a time.</summary>
    private const int Batch = 4 << 10;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private readonly record struct Run(int Start, int LineLetters, int Lines)
    {
        public int Length => Lines * (LineLetters + 2);

        public int Octets => Lines * LineLetters / 4 * 3;
    }

    /// <summary>Writes the shorter form of <paramref name="octets"/>.</summary>
    /// <param name="folded">As long as <paramref name="octets"/>.</param>
    /// <returns>Its length; zero: too little would be saved.</returns>
    public static int Fold(ReadOnlySpan<byte> octets, Span<byte> folded)
    {
        var runs = Find(octets);
        int saved = runs.Sum(static run => run.Length - run.Octets);
        var head = new ArrayBufferWriter<byte>(64);
        Varint.Write(head, (ulong)runs.Count);
        int at = 0;
        foreach (var run in runs)
        {
            Varint.Write(head, (ulong)(run.Start - at));
            Varint.Write(head, (ulong)run.LineLetters);
            Varint.Write(head, (ulong)run.Lines);
            at = run.Start + run.Length;
        }
        if (saved - head.WrittenCount < MinSaved)
            return 0;

        head.WrittenSpan.CopyTo(folded);
        int end = head.WrittenCount;
        at = 0;
        foreach (var run in runs)
        {
            octets[at..run.Start].CopyTo(folded[end..]);
            end += run.Start - at;
            at = run.Start + run.Length;
        }
        octets[at..].CopyTo(folded[end..]);
        end += octets.Length - at;
        foreach (var run in runs)
        {
            if (!TryDecode(octets.Slice(run.Start, run.Length), run.LineLetters, folded.Slice(end, run.Octets)))
                return 0;
            end += run.Octets;
        }
        return end;
    }

    /// <returns>False: it is not the form of exactly so many octets.</returns>
    public static bool TryUnfold(ReadOnlySpan<byte> folded, Span<byte> octets)
    {
        try
        {
            var rest = folded;
            ulong count = Varint.Read(ref rest);
            if (count > (ulong)folded.Length)
                return false;
            var runs = new Run[(int)count];
            long start = 0;
            long literals = 0;
            long packed = 0;
            for (int i = 0; i < runs.Length; i++)
            {
                ulong before = Varint.Read(ref rest);
                ulong letters = Varint.Read(ref rest);
                ulong lines = Varint.Read(ref rest);
                if (before > (ulong)octets.Length || letters is 0 or > MaxLetters || letters % 4 != 0 || lines > (ulong)octets.Length)
                    return false;
                start += (long)before;
                literals += (long)before;
                if (start + ((long)lines * ((long)letters + 2)) > octets.Length)
                    return false;
                runs[i] = new Run((int)start, (int)letters, (int)lines);
                start += runs[i].Length;
                packed += runs[i].Octets;
            }
            literals += octets.Length - start;
            if (literals + packed != rest.Length)
                return false;
            Unfold(runs, rest[..(int)literals], rest[(int)literals..], octets);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static void Unfold(Run[] runs, ReadOnlySpan<byte> literals, ReadOnlySpan<byte> packed, Span<byte> octets)
    {
        int at = 0;
        foreach (var run in runs)
        {
            literals[..(run.Start - at)].CopyTo(octets[at..]);
            literals = literals[(run.Start - at)..];
            Encode(packed[..run.Octets], run.LineLetters, octets.Slice(run.Start, run.Length));
            packed = packed[run.Octets..];
            at = run.Start + run.Length;
        }
        literals.CopyTo(octets[at..]);
    }

    private static List<Run> Find(ReadOnlySpan<byte> octets)
    {
        var runs = new List<Run>();
        for (int at = 0; at < octets.Length;)
        {
            int letters = octets[at..].IndexOf((byte)'\r');
            if (letters < 0)
                break;
            int lines = letters is >= MinLetters and <= MaxLetters && letters % 4 == 0 ? CountLines(octets[at..], letters) : 0;
            if (lines >= MinLines)
                runs.Add(new Run(at, letters, lines));
            at += lines >= MinLines ? lines * (letters + 2) : letters + 1;
            if (at < octets.Length && octets[at] == '\n')
                at++;
        }
        return runs;
    }

    /// <summary>How many lines of so many letters follow one another from here.</summary>
    private static int CountLines(ReadOnlySpan<byte> octets, int letters)
    {
        int lines = 0;
        for (; octets.Length >= letters + 2 && octets[letters] == '\r' && octets[letters + 1] == '\n' && !octets[..letters].ContainsAnyExcept(Letters); lines++)
            octets = octets[(letters + 2)..];
        return lines;
    }

    private static bool TryDecode(ReadOnlySpan<byte> lines, int letters, Span<byte> octets)
    {
        Span<byte> batch = stackalloc byte[Batch];
        int most = Batch / letters;
        while (lines.Length > 0)
        {
            int count = Math.Min(most, lines.Length / (letters + 2));
            for (int i = 0; i < count; i++)
                lines.Slice(i * (letters + 2), letters).CopyTo(batch[(i * letters)..]);
            if (Base64.DecodeFromUtf8(batch[..(count * letters)], octets, out _, out int written) is not OperationStatus.Done || written != count * letters / 4 * 3)
                return false;
            lines = lines[(count * (letters + 2))..];
            octets = octets[written..];
        }
        return true;
    }

    private static void Encode(ReadOnlySpan<byte> octets, int letters, Span<byte> lines)
    {
        Span<byte> batch = stackalloc byte[Batch];
        int most = Batch / letters;
        while (octets.Length > 0)
        {
            int count = Math.Min(most, octets.Length / (letters / 4 * 3));
            int taken = count * letters / 4 * 3;
            Base64.EncodeToUtf8(octets[..taken], batch, out _, out _);
            for (int i = 0; i < count; i++)
            {
                var line = lines.Slice(i * (letters + 2), letters + 2);
                batch.Slice(i * letters, letters).CopyTo(line);
                line[letters] = (byte)'\r';
                line[letters + 1] = (byte)'\n';
            }
            octets = octets[taken..];
            lines = lines[(count * (letters + 2))..];
        }
    }
}
