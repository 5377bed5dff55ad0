namespace Aether.Storage.Queue;

/// <summary>What a look at the queue came to.</summary>
/// <param name="Recipients">Those that are the worker's now.</param>
/// <param name="Parked">Destinations whose recipients stood in the way and went aside: they are leased from their backlog.</param>
/// <param name="Looked">Rows that were looked at: bounded, whatever is due.</param>
public sealed record QueueLease(IReadOnlyList<LeasedRecipient> Recipients, IReadOnlyList<string> Parked, int Looked);
