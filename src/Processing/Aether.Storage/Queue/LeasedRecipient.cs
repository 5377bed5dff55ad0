using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>A recipient handed to one worker until its lease ends.</summary>
/// <param name="Lease">Fencing token: an outcome under an older one changes nothing.</param>
/// <param name="Attempts">Attempts before this one.</param>
public sealed record LeasedRecipient(RecipientId Id, QueueId Message, QueueRecipient Recipient, int Attempts, long Lease)
{
    /// <summary>The sender knows of the delay.</summary>
    public bool DelayTold { get; init; }

    /// <summary>Leases one after another that ended without a word, as when a delivery ends the process (case R07).</summary>
    public int Interruptions { get; init; }
}
