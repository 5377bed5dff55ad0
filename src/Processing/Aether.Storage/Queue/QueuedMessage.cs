using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>A queued message as a worker needs it.</summary>
/// <param name="MessageId">Correlation id from accept to delivery.</param>
/// <param name="Size">Octets of prefix and blob.</param>
public sealed record QueuedMessage(
    QueueId Id,
    string MessageId,
    BlobId Blob,
    ReadOnlyMemory<byte> Prefix,
    string Sender,
    QueueEnvelope Envelope,
    QueuePriority Priority,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    long Size);
