using Aether.Storage.Queue;

namespace Aether.Queue.Schedule;

/// <summary>
/// Recipients whose leases ended twice without a word: their delivery may be what ended the process. They are tried one at a time, and
/// the store knows of it before; whoever ends it then as well is held until an operator looks (case R07). All others go on as ever.
/// </summary>
internal sealed class Suspects(QueueStore queue, QueueEvents events) : IDisposable
{
    private const int Suspicious = 2;
    private const int Guilty = 3;
    private readonly SemaphoreSlim one = new(1);

    public static bool IsSuspect(LeasedRecipient recipient) => recipient.Interruptions >= Suspicious;

    /// <summary>Waits until a suspect may be tried; nobody else waits.</summary>
    /// <param name="block">One suspect, or recipients that are none.</param>
    public async Task<Turn> EnterAsync(LeasedRecipient[] block, CancellationToken ct)
    {
        if (!IsSuspect(block[0]))
            return new Turn(true, null);
        if (block[0].Interruptions >= Guilty)
        {
            await HoldAsync(block[0], ct);
            return new Turn(false, null);
        }

        await one.WaitAsync(ct);
        try
        {
            return new Turn(await queue.BeginAloneAsync(new LeaseReturn(block[0].Id, block[0].Lease), ct), one);
        }
        catch
        {
            one.Release();
            throw;
        }
    }

    public void Dispose() => one.Dispose();

    private async Task HoldAsync(LeasedRecipient recipient, CancellationToken ct)
    {
        var which = new QueueFilter { Message = recipient.Message, Recipient = recipient.Recipient.Address };
        await queue.ChangeAsync(new QueueChange(which) { State = RecipientState.Held }, ct);
        await queue.SettleAsync([new RecipientOutcome(recipient.Id, recipient.Lease, DateTimeOffset.UnixEpoch, "451 4.3.0 Held: three deliveries ended without a word")], [], ct);
        events.Suspected(recipient.Recipient.Address);
    }

    /// <param name="MayRun">False: it is held now, or another node has it.</param>
    internal readonly record struct Turn(bool MayRun, SemaphoreSlim? Place) : IDisposable
    {
        public void Dispose() => Place?.Release();
    }
}
