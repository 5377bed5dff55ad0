using System.Buffers;
using System.Text;

namespace Aether.Mime.Text;

/// <summary>
/// Folds text to the form that searches compare: upper case, compatibility-decomposed, as UTF-8. An accented letter is its
/// letter and a mark behind it, so that its letter alone finds it too. i;unicode-casemap, RFC 5051 §2.
/// </summary>
public static class UnicodeCasemap
{
    /// <summary>The folded form of a short text.</summary>
    public static byte[] Fold(ReadOnlySpan<char> text)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(16, text.Length));
        Fold(text, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Appends the folded form; halves of surrogate pairs become U+FFFD.</summary>
    public static void Fold(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExceptInRange('\0', '\u007f');
            if (plain < 0)
                plain = text.Length;
            WritePlain(text[..plain], output);
            text = text[plain..];

            int other = text.IndexOfAnyInRange('\0', '\u007f');
            if (other < 0)
                other = text.Length;
            if (other > 0)
                WriteOther(text[..other], output);
            text = text[other..];
        }
    }

    private static void WritePlain(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        if (text.IsEmpty)
            return;
        Ascii.ToUpper(text, output.GetSpan(text.Length), out int written);
        output.Advance(written);
    }

    private static void WriteOther(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(Rune.ToUpperInvariant(rune));

        // Once more behind the decomposition: it can give small letters (U+FB01 is "fi").
        string folded = whole.ToString().Normalize(NormalizationForm.FormKD).ToUpperInvariant();
        Encoding.UTF8.GetBytes(folded, output);
    }
}
