using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Changes what an operator wants changed.</summary>
internal sealed class ChangeQueuedExecutor : PostgresExecutor<ChangeQueued, ChangeStep>
{
    protected override void Add(PostgresBatch batch, ChangeQueued op) => batch.Call("change_queued", QueueFilterArguments.Count + 7)
        .Add(op.Change.Which, op.Now).Add(op.After).Add(op.Most)
        .Add((long?)op.Change.State).Add((long?)op.Change.Priority).Add(op.Change.Expires?.ToUnixTimeMilliseconds()).Add(op.Change.Route).Add(op.Change.IsDueNow);

    protected override ChangeStep Read(PostgresAnswer answer, ChangeQueued op)
    {
        if (answer.Int(2) > 0)
            answer.QueueBecameDue();
        return new ChangeStep(answer.Int(0), answer.IsNull(1) ? null : answer.Long(1));
    }
}
