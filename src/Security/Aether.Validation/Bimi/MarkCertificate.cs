using Aether.Validation.Bimi.Revocation;

namespace Aether.Validation.Bimi;

/// <summary>A certificate of a mark (VMC, CMC) that was found good.</summary>
/// <param name="Indicator">The image that it vouches for, unpacked.</param>
/// <param name="Mark">What its authority calls the mark, such as <c>Registered Mark</c>; empty where it does not say.</param>
/// <param name="Until">It does not count any more from then on.</param>
public sealed record MarkCertificate(byte[] Indicator, string Mark, DateTimeOffset Until)
{
    /// <summary>What is to be asked of its authorities; none where they were not looked at.</summary>
    internal IReadOnlyList<RevocationQuestion> Chain { get; init; } = [];
}
