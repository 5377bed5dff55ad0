namespace Aether.Validation.Spf;

/// <summary>RFC 7208 §4.6.4.</summary>
public sealed record SpfLimits
{
    /// <summary>Terms that cause look-ups.</summary>
    public int Lookups { get; init; } = 10;

    /// <summary>Terms whose look-up finds nothing.</summary>
    public int VoidLookups { get; init; } = 2;

    /// <summary>Names of one MX or PTR answer.</summary>
    public int Names { get; init; } = 10;
}
