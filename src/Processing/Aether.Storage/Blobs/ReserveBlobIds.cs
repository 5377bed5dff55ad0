using Aether.Storage.Committing;

namespace Aether.Storage.Blobs;

/// <summary>Takes ids of blobs out of the row of ids, for good.</summary>
internal sealed record ReserveBlobIds(int Count) : Operation<IReadOnlyList<long>>;
