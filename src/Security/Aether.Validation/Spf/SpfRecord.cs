namespace Aether.Validation.Spf;

/// <summary>A published policy. RFC 7208 §4.5, §4.6.</summary>
/// <param name="Redirect">Where to go on when nothing matches. RFC 7208 §6.1.</param>
/// <param name="Explanation">Where the words for a fail are. RFC 7208 §6.2.</param>
internal sealed record SpfRecord(IReadOnlyList<SpfDirective> Directives, SpfMacroString? Redirect, SpfMacroString? Explanation)
{
    /// <summary>RFC 7208 §4.5: the version ends with a space or the record.</summary>
    public static bool IsSpf(string text) => text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase) && (text.Length == 6 || text[6] == ' ');
}
