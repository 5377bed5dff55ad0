using System.Globalization;
using System.Text;

namespace Aether.Identity.Passwords;

/// <summary>Prepares a password for hashing and comparing, so that one typed on another keyboard is the same. RFC 4013.</summary>
public static class SaslPrep
{
    /// <returns>False when it has a character that may not stand in a password (a control, a lone surrogate, a private-use one).</returns>
    public static bool TryPrepare(string text, out string prepared)
    {
        prepared = text;
        if (text.All(char.IsAscii))
            return !text.Any(char.IsControl);

        var mapped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            // §2.1: other spaces become a space, and some characters nothing.
            if (char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator)
                mapped.Append(' ');
            else if (c is not ('\u00AD' or '\u034F' or '\u1806' or '\u2060' or '\uFEFF') and not (>= '\u180B' and <= '\u180D') and not (>= '\u200B' and <= '\u200D') and not (>= '\uFE00' and <= '\uFE0F'))
                mapped.Append(c);
        }
        try
        {
            prepared = mapped.ToString().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return false; // A lone surrogate.
        }
        return !prepared.EnumerateRunes().Any(IsProhibited);
    }

    private static bool IsProhibited(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
