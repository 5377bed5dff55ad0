using System.Globalization;
using System.Text;

namespace Aether.Identity.Passwords;

/// <summary>
/// What users may choose as a password: long enough, and nothing that is guessed first (NIST SP 800-63B §3.1.1.2, a code point is a character). Upper case, digits and
/// signs are nobody's duty: they make passwords that are hard to remember and easy to guess.
/// </summary>
/// <param name="minimumLength">In characters.</param>
/// <param name="refusesGuessable">Whether common words, rows of keys and the user's own names are refused.</param>
/// <param name="service">The host's name: a word that is guessed here first.</param>
public sealed class PasswordPolicy(int minimumLength, bool refusesGuessable, string service)
{
    /// <summary>Letters that have to be left when all that is guessed is taken out, or twice as many characters of any kind.</summary>
    private const int Left = 4;

    /// <summary>Shorter words stand in too many good passwords by chance.</summary>
    private const int ShortestName = 3;

    /// <summary>Different characters that a password has at least.</summary>
    private const int FewestKinds = 4;

    private static readonly Lazy<IReadOnlyList<string>> Common = new(ReadCommon);

    /// <summary>In a row on a keyboard, or as everybody counts.</summary>
    private static readonly string[] Rows =
        [.. new[] { "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "azertyuiop", "qsdfghjklm", "1qaz2wsx3edc4rfv", "1q2w3e4r5t6z7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "!@#$%^&*()" }
            .SelectMany(static row => new[] { row, new string([.. row.Reverse()]) })];

    /// <summary>What is wrong with a password; null: nothing.</summary>
    /// <param name="address">Of its user.</param>
    public string? Objection(string address, string password)
    {
        if (!SaslPrep.TryPrepare(password, out string prepared) || prepared.Length == 0)
            return "The password is empty or has a character that may not stand in one.";
        if (prepared.EnumerateRunes().Count() < minimumLength)
            return string.Create(CultureInfo.InvariantCulture, $"The password is too short: it needs {minimumLength} characters. A few words in a row are a good one.");
        if (!refusesGuessable)
            return null;
        string plain = prepared.ToLowerInvariant();
        var names = NamesOf(address).Concat(NamesOf(service)).Distinct().ToList();
        if (plain.Distinct().Count() < FewestKinds || IsGuessed(plain, names) || IsGuessed(Unmask(plain), names))
            return "The password is guessed too soon: it is little more than a common word, a row of keys, or a name of yours. A few words in a row are a good one.";
        return null;
    }

    /// <summary>Whether next to nothing is left without the words that everybody tries.</summary>
    private static bool IsGuessed(string password, IReadOnlyList<string> names)
    {
        string left = password;
        foreach (string word in names.Concat(Common.Value).OrderByDescending(static word => word.Length))
            left = left.Replace(word, " ", StringComparison.Ordinal);
        left = WithoutRows(left);
        if (left == password)
            return false;
        left = left.Replace(" ", "", StringComparison.Ordinal);
        return left.Distinct().Count(char.IsLetter) < Left && left.Distinct().Count() < 2 * Left;
    }

    /// <summary>Takes out four keys and more in a row, and one key again and again.</summary>
    private static string WithoutRows(string text)
    {
        const int shortest = 4;
        var left = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = shortest;
            if (i + length > text.Length || !IsRow(text.AsSpan(i, length)))
            {
                left.Append(text[i++]);
                continue;
            }
            while (i + length < text.Length && IsRow(text.AsSpan(i, length + 1)))
                length++;
            left.Append(' ');
            i += length;
        }
        return left.ToString();
    }

    private static bool IsRow(ReadOnlySpan<char> text)
    {
        if (text.Trim(text[0]).IsEmpty)
            return true;
        foreach (string row in Rows)
        {
            if (row.AsSpan().IndexOf(text) >= 0)
                return true;
        }
        return false;
    }

    /// <summary>The letters that digits and signs stand for.</summary>
    private static string Unmask(string text) => string.Concat(text.Select(static c => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    }));

    private static IEnumerable<string> NamesOf(string address) =>
        address.ToLowerInvariant().Split(['@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries).Where(static name => name.Length >= ShortestName);

    private static List<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("Aether.Identity.Passwords.CommonWords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#').SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
