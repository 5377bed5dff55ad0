namespace Aether.Admin.Contracts;

/// <summary>What a verification of the store looked at and found.</summary>
/// <param name="FindingCount">All findings; the list may name fewer.</param>
public sealed record StoreReportView(long Emails, long Blobs, long Octets, long FindingCount, IReadOnlyList<StoreFindingView> Findings);
