using System.Text;

namespace Aether.Migration.Exporting;

/// <summary>Mailbox names as file names that lead nowhere else.</summary>
internal static class FileNames
{
    private const int Longest = 200;

    public static string Safe(string level)
    {
        var safe = new StringBuilder(level.Length);
        foreach (var rune in level.EnumerateRunes())
        {
            if (safe.Length >= Longest)
                break;
            safe.Append(Rune.IsControl(rune) || rune.Value is '/' or '\\' ? "_" : rune.ToString());
        }

        string text = safe.ToString();
        return text.Length is 0 || text[0] is '.' ? "_" + text : text;
    }
}
