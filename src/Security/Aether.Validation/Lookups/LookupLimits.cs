namespace Aether.Validation.Lookups;

/// <summary>What the checks of one message may ask the DNS. RFC 7208 §4.6.4 wants at least 20 seconds.</summary>
public sealed record LookupLimits
{
    public int Questions { get; init; } = 150;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
