using System.IO.Enumeration;

namespace Aether.Queue.Routing;

/// <summary>Header fields as rules write them: a name and a text with <c>*</c> for anything, such as <c>X-Class: bulk*</c>.</summary>
public static class HeaderPattern
{
    /// <param name="pattern">With its colon.</param>
    /// <param name="field">Unfolded.</param>
    public static bool Fits(string pattern, string field)
    {
        int colon = pattern.IndexOf(':', StringComparison.Ordinal);
        int end = field.IndexOf(':', StringComparison.Ordinal);
        return end > 0
            && string.Equals(pattern[..colon], field[..end].TrimEnd(), StringComparison.OrdinalIgnoreCase)
            && FileSystemName.MatchesSimpleExpression(pattern[(colon + 1)..].Trim(), field[(end + 1)..].Trim());
    }
}
