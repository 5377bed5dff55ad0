using Aether.Storage.Acceptance;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Delivers and queues one accepted message.</summary>
internal sealed class AcceptMessageExecutor : SqliteExecutor<AcceptMessage, AcceptResult>
{
    protected override AcceptResult Execute(SqliteWrite db, AcceptMessage op) => AcceptanceRows.Store(db, op.Message, op.Plan, op.Now);
}
