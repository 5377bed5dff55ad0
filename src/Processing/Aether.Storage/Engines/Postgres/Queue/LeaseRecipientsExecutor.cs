using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Takes due recipients: their due time moves to the lease's end under a new token.</summary>
internal sealed class LeaseRecipientsExecutor : PostgresExecutorOf<QueueLease>
{
    public override Type Operation => typeof(LeaseRecipients);

    public override void Add(PostgresBatch batch, Operation<QueueLease> operation)
    {
        var op = (LeaseRecipients)operation;
        batch.Call("lease", 7).Add(op.Now).Add(op.Until).Add(op.Most).Add(LeaseShares.Low(op.Most)).Add(LeaseShares.Normal(op.Most)).Add(op.ExceptDomains.ToArray()).Add(op.Patience);
    }

    public override Task<QueueLease> ReadAsync(PostgresAnswer answer, Operation<QueueLease> operation) => LeaseAnswer.ReadAsync(answer);
}
