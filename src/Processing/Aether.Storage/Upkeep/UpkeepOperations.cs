using Aether.Storage.Committing;

namespace Aether.Storage.Upkeep;

/// <summary>Deletes removed emails whose time to be found is over.</summary>
internal sealed record CollectExpunged(DateTimeOffset Now, int Most) : Operation<int>;

/// <summary>Deletes blobs that nothing has referred to for their grace.</summary>
internal sealed record CollectBlobs(DateTimeOffset Now, int Most) : Operation<CollectedBlobs>;

/// <summary>Deletes a piece of what removed accounts left.</summary>
internal sealed record PurgeAccount(DateTimeOffset Now, int Most) : Operation<int>;
