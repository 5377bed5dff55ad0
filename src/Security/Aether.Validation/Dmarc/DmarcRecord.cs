using System.Globalization;
using Aether.Validation.Dkim;

namespace Aether.Validation.Dmarc;

/// <summary>A published policy. RFC 9989 §4.7.</summary>
public sealed record DmarcRecord
{
    public DmarcPolicy Policy { get; init; }

    /// <summary>sp: for subdomains that exist; null for as <see cref="Policy"/>.</summary>
    public DmarcPolicy? Subdomains { get; init; }

    /// <summary>np: for subdomains that don't exist; null for as <see cref="Subdomains"/>.</summary>
    public DmarcPolicy? Missing { get; init; }

    /// <summary>adkim=s</summary>
    public bool StrictDkim { get; init; }

    /// <summary>aspf=s</summary>
    public bool StrictSpf { get; init; }

    /// <summary>t=y: policies are applied one step milder.</summary>
    public bool IsTest { get; init; }

    /// <summary>pct of RFC 7489: DMARC knows it no more, and BIMI wants none below 100.</summary>
    public int? Percent { get; init; }

    /// <summary>psd: y is true, n is false, u or nothing is null.</summary>
    public bool? IsPublicSuffix { get; init; }

    /// <summary>rua: where aggregate reports go.</summary>
    public IReadOnlyList<DmarcReportPlace> Reports { get; init; } = [];

    /// <summary>ruf: where failure reports go.</summary>
    public IReadOnlyList<DmarcReportPlace> FailureReports { get; init; } = [];

    /// <summary>fo: which messages such a report is wanted of.</summary>
    public DmarcFailureOptions FailureOptions { get; init; } = DmarcFailureOptions.All;

    /// <summary>It begins as RFC 9989 §4.8 demands; anything else at the name is not ours.</summary>
    public static bool IsDmarc(string text)
    {
        var rest = text.AsSpan();
        if (!rest.StartsWith("v"))
            return false;
        rest = rest[1..].TrimStart(" \t");
        if (!rest.StartsWith("="))
            return false;
        rest = rest[1..].TrimStart(" \t");
        return rest.StartsWith("DMARC1") && rest[6..].TrimStart(" \t") is [] or [';', ..];
    }

    /// <returns>Null when it is none, or asks for what nobody knows and wants no reports either. What is malformed in it counts as not there. RFC 9989 §4.8, §4.10.1.</returns>
    public static DmarcRecord? Parse(string text)
    {
        if (!IsDmarc(text))
            return null;
        var tags = TagList.ParseSound(text);
        var reports = DmarcReportPlace.ParseAll(tags["rua"]);
        bool isSound = TryPolicy(tags["p"], out var policy) & TryPolicy(tags["sp"], out var subdomains) & TryPolicy(tags["np"], out var missing);
        bool isMild = !isSound || policy is null;
        if (isMild && reports.Count == 0)
            return null;
        return new DmarcRecord
        {
            Policy = isMild ? DmarcPolicy.None : policy!.Value,
            Subdomains = isMild ? null : subdomains,
            Missing = isMild ? null : missing,
            StrictDkim = Is(tags["adkim"], "s"),
            StrictSpf = Is(tags["aspf"], "s"),
            IsTest = Is(tags["t"], "y"),
            Percent = int.TryParse(tags["pct"], NumberStyles.None, CultureInfo.InvariantCulture, out int percent) ? percent : null,
            IsPublicSuffix = Is(tags["psd"], "y") ? true : Is(tags["psd"], "n") ? false : null,
            Reports = reports,
            FailureReports = DmarcReportPlace.ParseAll(tags["ruf"]),
            FailureOptions = ParseOptions(tags["fo"]),
        };
    }

    // RFC 9989 §4.7: a list with colons; what nobody knows counts as not there.
    private static DmarcFailureOptions ParseOptions(string? text)
    {
        var options = (text ?? "").Split(':').Aggregate(DmarcFailureOptions.None, static (sum, option) => sum | option.Trim() switch
        {
            "0" => DmarcFailureOptions.All,
            "1" => DmarcFailureOptions.Any,
            "d" or "D" => DmarcFailureOptions.Dkim,
            "s" or "S" => DmarcFailureOptions.Spf,
            _ => DmarcFailureOptions.None,
        });
        return options is DmarcFailureOptions.None ? DmarcFailureOptions.All : options;
    }

    private static bool Is(string? value, string expected) => string.Equals(value, expected, StringComparison.OrdinalIgnoreCase);

    private static bool TryPolicy(string? text, out DmarcPolicy? policy)
    {
        policy = text?.ToLowerInvariant() switch { "none" => DmarcPolicy.None, "quarantine" => DmarcPolicy.Quarantine, "reject" => DmarcPolicy.Reject, _ => null };
        return text is null || policy is not null;
    }
}
