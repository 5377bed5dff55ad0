using Aether.Storage.Acceptance;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Delivers and queues one accepted message.</summary>
internal sealed class AcceptMessageExecutor : SqliteExecutor<AcceptMessage, AcceptResult>
{
    protected override AcceptResult Execute(SqliteWrite db, AcceptMessage op) => AcceptanceRows.Store(db, op.Message, op.Plan, op.Now);
}

/// <summary>Queues a message of our own and sets what it tells of.</summary>
internal sealed class AcceptAndSetExecutor : SqliteExecutor<AcceptAndSet, AcceptResult>
{
    protected override AcceptResult Execute(SqliteWrite db, AcceptAndSet op)
    {
        DomainRows.Set(db, op.Setting);
        return AcceptanceRows.Store(db, op.Accept.Message, op.Accept.Plan, op.Accept.Now);
    }
}
