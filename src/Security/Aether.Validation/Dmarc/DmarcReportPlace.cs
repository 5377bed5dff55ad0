namespace Aether.Validation.Dmarc;

/// <summary>An address that wants reports.</summary>
public sealed record DmarcReportPlace(string Address)
{
    private const int MaxPlaces = 10;

    /// <summary>Reads a list of mailto: addresses; what is none is left out. RFC 9989 §4.7.</summary>
    public static IReadOnlyList<DmarcReportPlace> ParseAll(string? text)
    {
        var places = new List<DmarcReportPlace>();
        foreach (var part in text?.Split(',') ?? [])
        {
            // RFC 9989 §4.8: a size behind an exclamation mark is of former times, and nothing to go by.
            var uri = part.Split('!')[0].Trim();
            if (uri.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && uri.Contains('@', StringComparison.Ordinal) && places.Count < MaxPlaces)
                places.Add(new DmarcReportPlace(Uri.UnescapeDataString(uri["mailto:".Length..])));
        }

        return places;
    }
}
