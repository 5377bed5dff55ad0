using Aether.Storage.Blobs.S3;

namespace Aether.Storage.Upkeep;

/// <summary>What a run of the collector did.</summary>
/// <param name="Count">Blobs it looked at; 0: nothing is due.</param>
/// <param name="Objects">Objects whose rows are gone, and which may go as well.</param>
internal sealed record CollectedBlobs(int Count, IReadOnlyList<ObjectKey> Objects);
