using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>Deletes the oldest changes of one account, at most a piece of them in one operation, and raises the floor below which a client looks at everything.</summary>
internal sealed class PruneChangeLogExecutor : PostgresExecutor<PruneChangeLog, PrunedLogs>
{
    protected override void Add(PostgresBatch batch, PruneChangeLog op) => batch.Call("prune_change_log", 5)
        .Add(op.After.Value).Add(op.Now).Add((long)op.Keep.TotalMilliseconds).Add(op.MostRows).Add(op.Most);

    protected override PrunedLogs Read(PostgresAnswer answer, PruneChangeLog op) => new(answer.IsNull(0) ? null : new AccountId(answer.Long(0)), answer.Int(1));
}
