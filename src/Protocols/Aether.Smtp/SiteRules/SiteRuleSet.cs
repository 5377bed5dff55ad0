namespace Aether.Smtp.SiteRules;

/// <summary>What this site does with mail beyond the protocol, in order; the first rule that fits counts.</summary>
public sealed record SiteRuleSet
{
    public IReadOnlyList<RewriteRule> Rewrites { get; init; } = [];

    /// <summary>All that fit count.</summary>
    public IReadOnlyList<CopyRule> Copies { get; init; } = [];

    public IReadOnlyList<HeaderRule> Headers { get; init; } = [];

    public IReadOnlyList<PriorityRule> Priorities { get; init; } = [];
}
