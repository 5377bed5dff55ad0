using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Messages;

namespace Aether.Validation.Bimi;

/// <summary>Which of a domain's indicators a message wants: the field BIMI-Selector, where a signature of the author covers it (BIMI draft, "BIMI-Selector Header", "Header Signing").</summary>
public static class BimiSelector
{
    public const string Default = "default";
    private const string Field = "BIMI-Selector";
    private const int MaxLength = 100;
    private const int MaxLabel = 63;

    /// <returns>The selector that stands in a header; null: none, several, or none that can be used.</returns>
    public static string? Find(HeaderBlock header)
    {
        var places = header.Find(Field);
        if (places.Count != 1 || header.Fields[places[0]].RawValue.Length > 4 * MaxLength)
            return null;
        return TagList.Parse(header.Fields[places[0]].Text.TrimEnd('\r', '\n')) is { First: "v" } tags && tags["v"] is "BIMI1" && tags["s"] is { } selector && IsSelector(selector)
            ? selector.ToLowerInvariant()
            : null;
    }

    /// <summary>Whoever changed the message on its way chooses nothing.</summary>
    public static bool IsSigned(IReadOnlyList<DkimOutcome> signatures, DmarcOutcome dmarc) => signatures.Any(signature =>
        signature is { Result: DkimResult.Pass, IsPartial: false }
        && (signature.Domain == dmarc.Author || (dmarc.Organization.Length > 0 && DomainName.IsWithin(signature.Domain, dmarc.Organization)))
        && signature.Headers.Contains(Field, StringComparer.OrdinalIgnoreCase));

    private static bool IsSelector(string text) =>
        text.Length is > 0 and <= MaxLength && text.Split('.').All(label => label.Length is > 0 and <= MaxLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
