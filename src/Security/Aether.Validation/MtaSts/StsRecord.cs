namespace Aether.Validation.MtaSts;

/// <summary>The TXT record that says that a domain has a policy, and which. RFC 8461 §3.1.</summary>
public static class StsRecord
{
    private const string Version = "v=STSv1";
    private const int MaxId = 32;

    /// <returns>The id of the policy; null: no policy, or several records, which count as none.</returns>
    public static string? FindId(IReadOnlyList<string> texts)
    {
        var records = texts.Where(IsRecord).ToList();
        return records.Count == 1 ? IdOf(records[0]) : null;
    }

    private static bool IsRecord(string text) => text.StartsWith(Version, StringComparison.Ordinal) && (text.Length == Version.Length || text[Version.Length] is ';' or ' ' or '\t');

    private static string? IdOf(string text)
    {
        string? id = null;
        foreach (string field in text.Split(';').Skip(1))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && field[..equals].Trim(' ', '\t') == "id")
                id ??= field[(equals + 1)..].Trim(' ', '\t');
        }

        return id is { Length: > 0 and <= MaxId } && id.All(char.IsAsciiLetterOrDigit) ? id : null;
    }
}
