namespace Aether.Validation.Bimi;

/// <summary>What was found where a record points.</summary>
/// <param name="Indicator">Empty: none that can be shown.</param>
/// <param name="Problem">Why there is none; null: there is one.</param>
/// <param name="IsTemporary">It may be found later.</param>
public sealed record BimiEvidence(ReadOnlyMemory<byte> Indicator, BimiAuthority Authority, string Mark, string? Problem, bool IsTemporary = false)
{
    public static BimiEvidence Missing(string problem, BimiAuthority authority = BimiAuthority.None) => new(default, authority, "", problem);

    public static BimiEvidence Away(string problem) => new(default, BimiAuthority.None, "", problem, IsTemporary: true);
}
