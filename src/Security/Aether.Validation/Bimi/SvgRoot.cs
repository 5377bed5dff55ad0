using System.Globalization;
using System.Xml;

namespace Aether.Validation.Bimi;

/// <summary>What the whole of an image has to say of itself: its profile, its square, its title (draft-svg-tiny-ps-abrotman §2).</summary>
internal static class SvgRoot
{
    private const int MaxTitle = 64;

    /// <param name="xml">At the root element.</param>
    public static string? ProblemOf(XmlReader xml)
    {
        if (xml.GetAttribute("version") is not "1.2" || xml.GetAttribute("baseProfile") is not "tiny-ps")
            return "it does not say version=\"1.2\" and baseProfile=\"tiny-ps\"";
        if (xml.GetAttribute("x") is not null || xml.GetAttribute("y") is not null)
            return "its root has a place, x or y";
        if (xml.GetAttribute("viewBox") is not { } box || !IsSquare(box))
            return "its viewBox is no square";
        string? width = xml.GetAttribute("width");
        string? height = xml.GetAttribute("height");
        return width == height ? null : "its width and height differ";
    }

    /// <param name="title">Null: it has none.</param>
    public static string? ProblemOf(string? title) => title?.Trim() switch
    {
        null or "" => "it has no title",
        { Length: > MaxTitle } => "its title is too long",
        _ => null,
    };

    private static bool IsSquare(string box)
    {
        double[] numbers = new double[4];
        int count = 0;
        foreach (string part in box.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (count == numbers.Length || !double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[count]) || !double.IsFinite(numbers[count]))
                return false;
            count++;
        }

        return count == numbers.Length && numbers[2] > 0 && numbers[2] == numbers[3];
    }
}
