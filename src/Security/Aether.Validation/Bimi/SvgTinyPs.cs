using System.Globalization;
using System.Xml;

namespace Aether.Validation.Bimi;

/// <summary>
/// Says whether an image keeps to SVG Tiny PS (draft-svg-tiny-ps-abrotman): shapes, gradients and text only; nothing that runs, moves, or
/// is fetched. What is not known to be harmless is not taken.
/// </summary>
public static class SvgTinyPs
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const int MaxDepth = 64;

    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "svg", "title", "desc", "metadata", "defs", "g", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "textArea", "tspan", "tbreak",
        "solidColor", "linearGradient", "radialGradient", "stop", "font", "font-face", "glyph", "hkern",
    };

    /// <param name="image">Not longer than the caller wants to look at: nothing of it costs more memory than its own length.</param>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? FindProblem(byte[] image)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = image.Length + 1L,
            IgnoreComments = true,
        };
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(image, writable: false), settings);
            return FindProblem(xml);
        }
        catch (XmlException)
        {
            return "it is no XML that can be read";
        }
    }

    private static string? FindProblem(XmlReader xml)
    {
        var path = new List<string>();
        var uses = new SvgUses();
        string? title = null;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    string name = xml.LocalName;
                    bool isEmpty = xml.IsEmptyElement;
                    if (ProblemOf(xml, path) is { } problem)
                        return problem;
                    uses.Enter(name, xml.GetAttribute("id") ?? xml.GetAttribute("xml:id"), xml.GetAttribute("href", SvgAttributes.Links) ?? xml.GetAttribute("href"));
                    path.Add(name);
                    if (path is ["svg", "title"] && title is null)
                        title = "";
                    if (isEmpty)
                        Leave();
                    break;
                case XmlNodeType.EndElement:
                    Leave();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when path is ["svg", "title"]:
                    title += xml.Value;
                    break;
                case XmlNodeType.ProcessingInstruction:
                    return "it has a processing instruction";
            }
        }

        return SvgRoot.ProblemOf(title) ?? uses.Problem;

        void Leave()
        {
            path.RemoveAt(path.Count - 1);
            uses.Leave();
        }
    }

    private static string? ProblemOf(XmlReader xml, List<string> path)
    {
        if (xml.NamespaceURI != Svg || !Elements.Contains(xml.LocalName))
            return string.Create(CultureInfo.InvariantCulture, $"it has an element {Shown(xml.Name)}, which the profile does not know");
        if (path.Count == 0 != xml.LocalName is "svg")
            return path.Count == 0 ? "it is no SVG" : "it has an image inside of it";
        if (path.Count >= MaxDepth)
            return "it is nested too deep";
        return (path.Count == 0 ? SvgRoot.ProblemOf(xml) : null) ?? SvgAttributes.ProblemOf(xml);
    }

    internal static string Shown(string name) => name.Length > 40 ? name[..40] + "…" : name;
}
