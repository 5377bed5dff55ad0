using Aether.Mime.Scanning;
using Aether.Storage.Blobs;
using Aether.Storage.Threads;

namespace Aether.Storage.Bodies;

/// <summary>A message whose octets are in place and whose one parse is done: all an operation needs.</summary>
public sealed record StoredMessage(StoredBody Body, MessageFacts Facts)
{
    /// <summary>By what its thread is found; worked out here, not on the committing thread.</summary>
    internal ThreadKeys Threads { get; } = ThreadKeys.Of(Facts);
}
