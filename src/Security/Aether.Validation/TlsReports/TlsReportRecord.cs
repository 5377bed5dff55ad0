namespace Aether.Validation.TlsReports;

/// <summary>The TXT record that says where reports of failed encryption go. RFC 8460 §3.</summary>
/// <param name="Places">Addresses (mailto:) and https places, in the order of the record.</param>
public sealed record TlsReportRecord(IReadOnlyList<Uri> Places)
{
    private const string Version = "v=TLSRPTv1";
    private const int MaxPlaces = 10;
    private const int MaxPlace = 1_000;

    public static string NameOf(string domain) => "_smtp._tls." + domain;

    /// <returns>Null: no record that counts; several count as none. RFC 8460 §3.</returns>
    public static TlsReportRecord? Find(IReadOnlyList<string> texts)
    {
        var records = texts.Where(IsTlsReport).Take(2).ToList();
        return records.Count == 1 ? Parse(records[0]) : null;
    }

    /// <returns>Null: it can't be read, or names no place that can be used.</returns>
    public static TlsReportRecord? Parse(string text)
    {
        if (!IsTlsReport(text))
            return null;
        string? rua = null;
        foreach (string field in text.Split(';').Skip(1))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && field[..equals].Trim(' ', '\t') == "rua")
                rua ??= field[(equals + 1)..];
        }

        var places = (rua ?? "").Split(',').Select(part => PlaceOf(part.Trim(' ', '\t'))).OfType<Uri>().Take(MaxPlaces).ToList();
        return places.Count == 0 ? null : new TlsReportRecord(places);
    }

    /// <summary>It begins as RFC 8460 §3 demands; anything else at the name is not ours.</summary>
    public static bool IsTlsReport(string text) => text.StartsWith(Version, StringComparison.Ordinal) && text.AsSpan(Version.Length).TrimStart(" \t") is [';', ..];

    /// <summary>The address of a mailto: place.</summary>
    public static string AddressOf(Uri place) => Uri.UnescapeDataString(place.AbsoluteUri["mailto:".Length..].Split('?')[0]);

    private static Uri? PlaceOf(string text)
    {
        if (text.Length > MaxPlace || !Uri.TryCreate(text, UriKind.Absolute, out var place))
            return null;
        return place switch
        {
            { Scheme: "https", UserInfo: "", Host.Length: > 0 } => place,
            { Scheme: "mailto" } when AddressOf(place).Contains('@', StringComparison.Ordinal) => place,
            _ => null,
        };
    }
}
