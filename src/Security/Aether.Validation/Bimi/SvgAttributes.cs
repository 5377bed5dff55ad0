using System.Xml;

namespace Aether.Validation.Bimi;

/// <summary>The attributes of an element: none that runs, is fetched, or hides an address in a style.</summary>
internal static class SvgAttributes
{
    public const string Links = "http://www.w3.org/1999/xlink";
    private const string Declarations = "http://www.w3.org/2000/xmlns/";
    private const string Xml = "http://www.w3.org/XML/1998/namespace";

    /// <summary>What an image that nothing happens in may say of what happens.</summary>
    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["externalResourcesRequired"] = "false",
        ["focusable"] = "false",
        ["playbackOrder"] = "all",
        ["snapshotTime"] = "none",
        ["timelineBegin"] = "onLoad",
        ["zoomAndPan"] = "disable",
        ["editable"] = "none",
    };

    public static string? ProblemOf(XmlReader xml)
    {
        for (bool more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (ProblemOf(xml.NamespaceURI, xml.LocalName, xml.Value) is { } problem)
            {
                xml.MoveToElement();
                return problem;
            }
        }

        xml.MoveToElement();
        return null;
    }

    private static string? ProblemOf(string space, string name, string value) => (space, name) switch
    {
        (Declarations, _) => null,
        (Xml, "base") when value.Length > 0 => "it has a base address",
        (Xml, _) => null,
        (Links, "href") or ("", "href") => IsLocal(value) ? null : "it refers to something outside of it",
        ("", "style") => "it has a style",
        ("", "src" or "data" or "begin" or "end" or "attributeName" or "handler") => $"it has an attribute {name}, which the profile does not know",
        ("", _) when name.StartsWith("on", StringComparison.OrdinalIgnoreCase) => "it has a handler of events",
        ("", _) when Fixed.TryGetValue(name, out string? allowed) && value != allowed => $"its {name} is not {allowed}",
        ("", _) => RefersOutside(value) ? "it refers to something outside of it" : null,
        _ => $"it has an attribute {SvgTinyPs.Shown(name)}, which the profile does not know",
    };

    private static bool IsLocal(string value) => value.Trim() is ['#', _, ..];

    // A paint may name a gradient of the same image, and nothing else: url(#id).
    private static bool RefersOutside(string value)
    {
        for (int at = 0; (at = value.IndexOf("url", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += 3)
        {
            var rest = value.AsSpan(at + 3).TrimStart();
            if (rest is ['(', .. var inner] && inner.TrimStart() is not ['#', ..])
                return true;
        }

        return value.Contains("javascript:", StringComparison.OrdinalIgnoreCase) || value.Contains("data:", StringComparison.OrdinalIgnoreCase) || value.Contains('\\', StringComparison.Ordinal);
    }
}
