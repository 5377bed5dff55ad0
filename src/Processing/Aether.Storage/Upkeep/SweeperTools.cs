using Aether.Storage.Blobs.S3;
using Aether.Storage.Messages;

namespace Aether.Storage.Upkeep;

/// <summary>What a sweep works with beside the committer.</summary>
/// <param name="Objects">The bucket, where there is one.</param>
/// <param name="Collector">Finds objects in it that no row knows.</param>
internal sealed record SweeperTools(SegmentCompactor Compactor, MessageStore Messages, S3Blobs? Objects, ObjectCollector? Collector);
