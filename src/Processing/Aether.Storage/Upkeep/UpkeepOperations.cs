using Aether.Storage.Committing;

namespace Aether.Storage.Upkeep;

/// <summary>Deletes removed emails whose time to be found is over.</summary>
internal sealed record CollectExpunged(DateTimeOffset Now, int Most) : Operation<int>;

/// <summary>Deletes blobs that nothing has referred to for their grace.</summary>
internal sealed record CollectBlobs(DateTimeOffset Now, int Most) : Operation<CollectedBlobs>;

/// <summary>Has a blob's octets looked for in another segment, where they have been copied.</summary>
internal sealed record MoveBlobs(int From, int To, IReadOnlyList<MovedBlob> Blobs) : Operation<int>;

/// <summary>A blob and the frames of its copy.</summary>
internal readonly record struct MovedBlob(BlobId Blob, byte[] Frames, long Stored);

/// <summary>Closes a segment that holds nothing any more: no blob may be placed in it after that.</summary>
internal sealed record CloseSegment(int Segment) : Operation<bool>;

/// <summary>Notes that a closed segment's file is removed.</summary>
internal sealed record ForgetSegment(int Segment) : Operation<bool>;

/// <summary>Forgets the oldest changes of one of the next accounts behind <paramref name="After"/>, a piece at a time.</summary>
/// <param name="Most">How many accounts may be looked at; behind one that had something to forget it ends.</param>
internal sealed record PruneChangeLog(AccountId After, DateTimeOffset Now, TimeSpan Keep, int MostRows, int Most) : Operation<PrunedLogs>;

/// <summary>How far it came.</summary>
/// <param name="Next">Where to go on; null: there are no more accounts.</param>
/// <param name="Accounts">Accounts that are done.</param>
internal readonly record struct PrunedLogs(AccountId? Next, int Accounts);

/// <summary>Deletes a piece of what removed accounts left.</summary>
internal sealed record PurgeAccount(DateTimeOffset Now, int Most) : Operation<int>;
