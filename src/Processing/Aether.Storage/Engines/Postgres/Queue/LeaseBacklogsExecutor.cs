using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Takes recipients that went aside, by destination.</summary>
internal sealed class LeaseBacklogsExecutor : PostgresExecutorOf<QueueLease>
{
    public override Type Operation => typeof(LeaseBacklogs);

    public override void Add(PostgresBatch batch, Operation<QueueLease> operation)
    {
        var op = (LeaseBacklogs)operation;
        batch.Call("lease_backlogs", 5).Add(op.Until).Add(op.Domains.ToArray()).Add(op.MostEach).Add(LeaseShares.Low(op.MostEach)).Add(LeaseShares.Normal(op.MostEach));
    }

    public override Task<QueueLease> ReadAsync(PostgresAnswer answer, Operation<QueueLease> operation) => LeaseAnswer.ReadAsync(answer);
}
