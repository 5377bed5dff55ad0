using System.Globalization;

namespace Aether.Admin.Directory;

/// <summary>Names as the directory keeps them: lower case, domains as A-labels (RFC 5890 §2.3.2.1).</summary>
internal static class MailNames
{
    private const int MaxLocalPart = 64; // RFC 5321 §4.5.3.1.1
    private const int MaxDomain = 253;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static bool TryDomain(string text, out string domain)
    {
        domain = "";
        try
        {
            string ascii = Idn.GetAscii(text.Trim().TrimEnd('.')).ToLowerInvariant();
            if (ascii.Length > MaxDomain || ascii.All(c => char.IsAsciiDigit(c) || c is '.'))
                return false;
            domain = ascii;
            return true;
        }
        catch (ArgumentException)
        {
            return false; // the framework has no Try of it
        }
    }

    public static bool TryAddress(string text, out string address)
    {
        address = "";
        string trimmed = text.Trim();
        int at = trimmed.LastIndexOf('@');
        if (at is < 1 or > MaxLocalPart || !IsLocalPart(trimmed.AsSpan(0, at)) || !TryDomain(trimmed[(at + 1)..], out string domain))
            return false;
        address = trimmed[..at].ToLowerInvariant().Normalize() + "@" + domain;
        return true;
    }

    /// <summary>A dot-string, RFC 5321 §4.1.2 and RFC 6531 §3.3. An account that needs quoting helps nobody.</summary>
    private static bool IsLocalPart(ReadOnlySpan<char> text)
    {
        if (text[0] is '.' || text[^1] is '.' || text.IndexOf("..", StringComparison.Ordinal) >= 0)
            return false;
        foreach (char c in text)
        {
            bool allowed = char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal) || (c > 0x9f && !char.IsWhiteSpace(c));
            if (!allowed)
                return false;
        }

        return true;
    }
}
