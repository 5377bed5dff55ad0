namespace Aether.Validation.Reports;

/// <summary>What strangers write into reports, as it is kept and shown: short, on one line, and nothing that moves a terminal's cursor.</summary>
public static class ForeignText
{
    public const int MaxLength = 200;

    /// <summary>A name or an address: in small letters, and nothing else in it than those have.</summary>
    public static string Name(string text) => string.Concat(text.Trim().TrimEnd('.').Take(MaxLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' ? char.ToLowerInvariant(c) : '?'));

    public static string Clean(string text) => string.Concat(text.Trim().Take(MaxLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
