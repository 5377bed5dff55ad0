using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>A recipient that was given up, with all that is needed to try it again.</summary>
/// <param name="MessageId">Correlation id from accept to delivery.</param>
/// <param name="Prefix">Header fields in front of the blob.</param>
/// <param name="Attempts">Made before it was given up.</param>
/// <param name="LastReply">What was said last.</param>
/// <param name="ForgetAt">It is kept until then.</param>
public sealed record DeadLetter(
    DeadLetterId Id,
    string MessageId,
    BlobId Blob,
    ReadOnlyMemory<byte> Prefix,
    string Sender,
    QueueEnvelope Envelope,
    QueuePriority Priority,
    long Size,
    DateTimeOffset Created,
    QueueRecipient Recipient,
    int Attempts,
    string LastReply,
    DateTimeOffset Died,
    DateTimeOffset ForgetAt);
