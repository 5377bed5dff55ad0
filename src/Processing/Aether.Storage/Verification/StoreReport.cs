namespace Aether.Storage.Verification;

/// <summary>What a verification looked at, and what it found.</summary>
/// <param name="Octets">Of bodies whose hash was computed anew.</param>
/// <param name="Findings">At most <see cref="StoreVerifier.MaxFindings"/>; empty: the store is sound.</param>
/// <param name="FindingCount">All of them.</param>
public sealed record StoreReport(long Emails, long Blobs, long Octets, long FindingCount, IReadOnlyList<StoreFinding> Findings);
