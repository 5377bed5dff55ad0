using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Delivers and queues one accepted message.</summary>
internal sealed class AcceptMessageExecutor : SqliteExecutor<AcceptMessage, AcceptResult>
{
    protected override AcceptResult Execute(SqliteWrite db, AcceptMessage op) => Acceptance.Store(db, op.Message, op.Plan, op.Now);
}
