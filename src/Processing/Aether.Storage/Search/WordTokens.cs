using System.Buffers;
using System.Globalization;
using System.Text;

namespace Aether.Storage.Search;

/// <summary>
/// The words of a folded text, one after another: runs of letters, digits and their marks, accents left out; of scripts that put
/// no spaces between words each character alone. What <c>unicode61 remove_diacritics 2</c> behind <see cref="WordText"/> does for
/// an index that has no tokenizer of its own.
/// </summary>
/// <param name="folded">UTF-8, folded, hence decomposed: accents are characters of their own.</param>
/// <param name="room">Room for the longest word; what is beyond of a longer one is left out.</param>
internal ref struct WordTokens(ReadOnlySpan<byte> folded, Span<byte> room)
{
    /// <summary>Octets of the longest word that is told apart.</summary>
    public const int MaxLength = 240;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly Span<byte> room = room;
    private ReadOnlySpan<byte> rest = folded;
    private int length;

    public readonly ReadOnlySpan<byte> Current => room[..length];

    /// <summary>The current word is longer than there was room for.</summary>
    public bool IsCut { get; private set; }

    public bool MoveNext()
    {
        length = 0;
        IsCut = false;
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? rest.Length : plain;
            Add(rest[..plain]);
            rest = rest[plain..];
            if (rest.IsEmpty)
                break;

            int octets = 1;
            var kind = rest[0] < 0x80 ? RuneKind.Other : KindOf(rest, out octets);
            if (kind is RuneKind.Alone)
            {
                if (length is 0)
                {
                    Add(rest[..octets]);
                    rest = rest[octets..];
                }
                return true;
            }
            if (kind is RuneKind.Letter)
                Add(rest[..octets]);
            rest = rest[octets..];
            if (kind is RuneKind.Other && length > 0)
                return true;
        }
        return length > 0;
    }

    private static RuneKind KindOf(ReadOnlySpan<byte> text, out int octets)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out octets) is not OperationStatus.Done)
            return RuneKind.Other;
        if (IsAccent(rune.Value))
            return RuneKind.Accent;
        if (WordText.StandsAlone(rune.Value))
            return Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark ? RuneKind.Alone : RuneKind.Other;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse => RuneKind.Letter,
            _ => RuneKind.Other,
        };
    }

    /// <summary>Marks that a word is found without: those of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, sound marks of Kana.</summary>
    private static bool IsAccent(int code) =>
        code is (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0489) or (>= 0x0591 and <= 0x05BD) or 0x05BF or 0x05C1 or 0x05C2 or 0x05C4 or 0x05C5 or 0x05C7 or (>= 0x0610 and <= 0x061A) or (>= 0x064B and <= 0x065F)
            or 0x0670 or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) or 0x3099 or 0x309A or (>= 0xFE20 and <= 0xFE2F);

    private void Add(ReadOnlySpan<byte> octets)
    {
        if (IsCut)
            return;
        if (octets.Length > room.Length - length)
        {
            // Whole characters only: a word that is cut is the beginning of one.
            IsCut = true;
            octets = octets[0] >= 0x80 ? [] : octets[..(room.Length - length)];
        }
        octets.CopyTo(room[length..]);
        length += octets.Length;
    }

    private enum RuneKind
    {
        Other,
        Letter,
        Accent,
        Alone,
    }
}
