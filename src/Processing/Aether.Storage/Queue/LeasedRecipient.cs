using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>A recipient handed to one worker until its lease ends.</summary>
/// <param name="Lease">Fencing token: an outcome under an older one changes nothing.</param>
/// <param name="Attempts">Attempts before this one.</param>
public sealed record LeasedRecipient(RecipientId Id, QueueId Message, QueueRecipient Recipient, int Attempts, long Lease);
