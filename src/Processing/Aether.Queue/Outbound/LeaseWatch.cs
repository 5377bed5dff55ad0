using Aether.Storage.Queue;

namespace Aether.Queue.Outbound;

/// <summary>
/// Asks whether a block's leases hold still before what can't be taken back, the end of data: a process that stood still (SIGSTOP, a
/// machine that was moved) must not send what another node has taken over meanwhile (case R09). Who is quick is not asked.
/// </summary>
/// <param name="lease">How long the leases last.</param>
/// <param name="end">Cuts the block off before its leases end; it moves with them.</param>
internal sealed class LeaseWatch(QueueStore queue, TimeSpan lease, CancellationTokenSource end, TimeProvider clock)
{
    /// <summary>The part of a lease that may pass before anybody is asked.</summary>
    private const double Quick = 0.1;

    /// <summary>The part of a lease that a delivery may take: what takes longer would be delivered twice.</summary>
    public const double Usable = 0.9;

    // Two clocks: the steady one stands while a machine is suspended, and the wall clock may be set.
    private long sinceSteady = clock.GetTimestamp();
    private DateTimeOffset since = clock.GetUtcNow();

    /// <exception cref="OutboundFailure">A lease was taken over.</exception>
    public async ValueTask ConfirmAsync(IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        if (clock.GetElapsedTime(sinceSteady) < lease * Quick && (clock.GetUtcNow() - since).Duration() < lease * Quick)
            return;
        if (await queue.ExtendAsync([.. recipients.Select(recipient => new LeaseReturn(recipient.Id, recipient.Lease))], lease, ct) < recipients.Count)
            throw OutboundFailure.Network("Another node has taken the message over");
        (sinceSteady, since) = (clock.GetTimestamp(), clock.GetUtcNow());
        end.CancelAfter(lease * Usable);
    }
}
