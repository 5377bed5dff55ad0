using System.Buffers;
using System.Text;

namespace Aether.Storage.Search;

/// <summary>
/// Text as the index of words wants it: scripts that put no spaces between words (Han, Kana, Thai and their neighbours) get one behind
/// each character, so that a word inside a sentence is a phrase of single ones. What is searched goes the same way.
/// </summary>
internal static class WordText
{
    public static void Spread(ReadOnlySpan<byte> utf8, IBufferWriter<byte> target)
    {
        // Nearly all text has none of them: it goes through as it stands. Their first octet is E0 (Thai, Lao) or above.
        while (!utf8.IsEmpty)
        {
            int plain = utf8.IndexOfAnyInRange((byte)0xE0, (byte)0xF4);
            if (plain < 0)
            {
                target.Write(utf8);
                return;
            }

            target.Write(utf8[..plain]);
            utf8 = utf8[plain..];
            var status = Rune.DecodeFromUtf8(utf8, out var rune, out int length);
            bool alone = status is OperationStatus.Done && StandsAlone(rune.Value);
            if (alone)
                target.Write(" "u8);
            target.Write(utf8[..length]);
            if (alone)
                target.Write(" "u8);
            utf8 = utf8[length..];
        }
    }

    public static string Spread(ReadOnlySpan<byte> utf8)
    {
        var spread = new ArrayBufferWriter<byte>(utf8.Length + 16);
        Spread(utf8, spread);
        return Encoding.UTF8.GetString(spread.WrittenSpan);
    }

    /// <summary>A character of such a script.</summary>
    public static bool StandsAlone(int code) =>
        code is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF)
            or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
