namespace Aether.Validation.Dmarc;

/// <summary>What DMARC says of a message. RFC 9989 §5.3.</summary>
/// <param name="Author">The domain in From; empty where none could be told.</param>
public sealed record DmarcOutcome(DmarcResult Result, string Author)
{
    /// <summary>Who published the policy; empty where nobody did.</summary>
    public string PolicyDomain { get; init; } = "";

    public string Organization { get; init; } = "";

    public DmarcRecord? Record { get; init; }

    /// <summary>What the domain asks for, should it fail, milder by a step under test (t=y).</summary>
    public DmarcPolicy Requested { get; init; }

    /// <summary>What the domain published for this author, before t=y.</summary>
    public DmarcPolicy Published { get; init; }

    public bool IsSpfAligned { get; init; }

    public bool IsDkimAligned { get; init; }

    public string? Reason { get; init; }

    public static string NameOf(DmarcResult result) => result switch
    {
        DmarcResult.None => "none",
        DmarcResult.Pass => "pass",
        DmarcResult.Fail => "fail",
        DmarcResult.TempError => "temperror",
        _ => "permerror",
    };

    public static string NameOf(DmarcPolicy policy) => policy switch
    {
        DmarcPolicy.None => "none",
        DmarcPolicy.Quarantine => "quarantine",
        _ => "reject",
    };
}
