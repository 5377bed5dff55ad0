namespace Aether.Storage.Envelopes;

/// <summary>A message for the queue: its envelope and the recipients that are left.</summary>
/// <param name="Sender">Reverse-path without brackets; empty for the null sender.</param>
/// <param name="Prefix">Header fields in front of the blob for every recipient, CRLF-ended.</param>
/// <param name="Expires">Undelivered recipients are bounced then.</param>
public sealed record QueueEntry(
    string Sender,
    ReadOnlyMemory<byte> Prefix,
    QueueEnvelope Envelope,
    QueuePriority Priority,
    DateTimeOffset Expires,
    IReadOnlyList<QueueRecipient> Recipients)
{
    /// <summary>The first attempt is not made before; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Nothing is tried until an operator releases it.</summary>
    public bool IsHeld { get; init; }
}
