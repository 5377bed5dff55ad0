using System.Collections.Frozen;
using System.Globalization;

namespace Aether.Validation.Domains;

/// <summary>
/// Names that readers take for others: letters of other scripts that look as Latin ones do (case D09; Unicode TS #39 §4). A label counts when with
/// such letters it reads as plain ASCII; below a top-level name of another script nobody expects Latin letters.
/// </summary>
public static class Lookalike
{
    private const string Prefix = "xn--";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };

    /// <summary>Cyrillic, Greek and Armenian letters, and Latin ones without their dots.</summary>
    private static readonly FrozenDictionary<char, char> Alike = Pairs(
        "аa вb сc ԁd еe ѐe ёe ғf һh іi їi јj ӏl мm пn оo рp ԛq гr ѕs тt υu ѵv ԝw хx уy ѡw ӧo ӓa ӑa ӱy",
        "αa βb ϲc εe ηn ιi κk νv οo ρp τt υu χx γy ωw ϳj",
        "աw գq ցg զq հh ոn սu օo քp յj",
        "ıi ɑa ɡg ɩi ʋv ĸk ȷj ᴏo").ToFrozenDictionary();

    /// <param name="name">Normalized: in A-labels.</param>
    /// <returns>What it reads as; null: as itself.</returns>
    public static string? Find(string name)
    {
        var labels = name.Split('.');
        if (labels[^1].StartsWith(Prefix, StringComparison.Ordinal) || !Array.Exists(labels, static label => label.StartsWith(Prefix, StringComparison.Ordinal)))
            return null;
        bool deceives = false;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i].StartsWith(Prefix, StringComparison.Ordinal) && Read(labels[i]) is { } read)
                (labels[i], deceives) = (read, true);
        }

        return deceives ? string.Join('.', labels) : null;
    }

    private static string? Read(string label)
    {
        try
        {
            string read = string.Concat(Idn.GetUnicode(label).Select(static c => Alike.GetValueOrDefault(c, c)));
            return read.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-') ? read : null;
        }
        catch (ArgumentException)
        {
            return null; // nobody can show it
        }
    }

    private static Dictionary<char, char> Pairs(params string[] rows)
    {
        var pairs = new Dictionary<char, char>();
        foreach (string pair in rows.SelectMany(static row => row.Split(' ')))
            pairs[pair[0]] = pair[1];
        return pairs;
    }
}
