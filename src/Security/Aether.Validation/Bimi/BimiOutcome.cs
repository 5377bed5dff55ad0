namespace Aether.Validation.Bimi;

/// <summary>What is known of the indicator of a message's author: a stable form, for filters, readers and the console.</summary>
/// <param name="Reason">Why there is none to show.</param>
public sealed record BimiOutcome(BimiResult Result, string? Reason = null)
{
    /// <summary>Where the record was found: the author's domain, or the organization's.</summary>
    public string Domain { get; init; } = "";

    public string Selector { get; init; } = "";

    public Uri? Location { get; init; }

    /// <summary>Where the certificate lies that stands behind it; null: the domain names none.</summary>
    public Uri? Authority { get; init; }

    /// <summary>Whether that certificate was found good.</summary>
    public BimiAuthority Evidence { get; init; }

    /// <summary>What its authority calls the mark, such as <c>Registered Mark</c>; empty without a certificate.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The image as SVG, unpacked; empty unless it passes.</summary>
    public ReadOnlyMemory<byte> Indicator { get; init; }

    /// <summary>Where the sender has a picture of his own, that is to be shown.</summary>
    public bool PrefersPersonal { get; init; }

    public static string NameOf(BimiResult result) => result switch
    {
        BimiResult.Pass => "pass",
        BimiResult.None => "none",
        BimiResult.Declined => "declined",
        BimiResult.Fail => "fail",
        BimiResult.TempError => "temperror",
        _ => "skipped",
    };

    public static string NameOf(BimiAuthority authority) => authority switch { BimiAuthority.Pass => "pass", BimiAuthority.Fail => "fail", _ => "none" };
}
