using Aether.Storage.Messages;

namespace Aether.Storage.Acceptance;

/// <summary>What an accepted message came to.</summary>
/// <param name="Local">One status for each <see cref="AcceptPlan.Local"/>, in that order. Unless all are <see cref="MessageStatus.Done"/>, nothing was stored or queued.</param>
public sealed record AcceptResult(IReadOnlyList<MessageStatus> Local, QueueId? Queued)
{
    public bool IsStored => Local.All(status => status is MessageStatus.Done);
}
