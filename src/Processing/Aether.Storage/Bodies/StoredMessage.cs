using Aether.Mime.Scanning;
using Aether.Storage.Blobs;

namespace Aether.Storage.Bodies;

/// <summary>A message whose octets are in place and whose one parse is done: all an operation needs.</summary>
public sealed record StoredMessage(StoredBody Body, MessageFacts Facts);
