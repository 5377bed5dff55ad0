using System.Globalization;

namespace Aether.Validation.Dmarc;

/// <summary>An address that wants reports.</summary>
/// <param name="MaxSize">Octets of the largest message that it takes; null: it does not say. RFC 9990 §3.5.</param>
public sealed record DmarcReportPlace(string Address, long? MaxSize = null)
{
    private const int MaxPlaces = 10;

    /// <summary>Reads a list of mailto: addresses; what is none is left out. RFC 9989 §4.7.</summary>
    public static IReadOnlyList<DmarcReportPlace> ParseAll(string? text)
    {
        var places = new List<DmarcReportPlace>();
        foreach (var part in text?.Split(',') ?? [])
        {
            var uri = part.Trim();
            int mark = uri.LastIndexOf('!');
            long? size = mark < 0 ? null : SizeOf(uri[(mark + 1)..]);
            uri = mark < 0 ? uri : uri[..mark];
            if (uri.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && uri.Contains('@', StringComparison.Ordinal) && places.Count < MaxPlaces)
                places.Add(new DmarcReportPlace(Uri.UnescapeDataString(uri["mailto:".Length..]), size));
        }

        return places;
    }

    // RFC 7489 §6.2: a number with k, m, g or t, powers of 1024.
    private static long? SizeOf(string text)
    {
        int shift = text.Length == 0 ? 0 : char.ToLowerInvariant(text[^1]) switch { 'k' => 10, 'm' => 20, 'g' => 30, 't' => 40, _ => 0 };
        return long.TryParse(shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= 1 << 20 ? number << shift : null;
    }
}
