using System.Buffers.Text;

namespace Aether.Mime.Structure;

/// <summary>How long the items of a stored BODYSTRUCTURE are: strings, literals, atoms, and lists with all that is in them. RFC 3501 §9 body.</summary>
internal static class StructureItems
{
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        int depth = 0;
        int at = 0;
        while (at < text.Length)
        {
            switch (text[at])
            {
                case (byte)'(':
                    depth++;
                    at++;
                    break;
                case (byte)')':
                    depth--;
                    at++;
                    break;
                case (byte)' ':
                    at++;
                    break;
                default:
                    at += ScalarLength(text[at..]);
                    break;
            }

            if (depth <= 0)
                break;
        }

        return at;
    }

    private static int ScalarLength(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'"')
        {
            int at = 1;
            while (at < text.Length && text[at] is not (byte)'"')
                at += text[at] is (byte)'\\' ? 2 : 1;
            return Math.Min(at + 1, text.Length);
        }

        if (text[0] is (byte)'{' && Utf8Parser.TryParse(text[1..], out int length, out int digits))
            return Math.Min(digits + length + "{}\r\n".Length, text.Length);
        int end = text.IndexOfAny(" ()"u8);
        return end < 0 ? text.Length : Math.Max(end, 1);
    }
}
