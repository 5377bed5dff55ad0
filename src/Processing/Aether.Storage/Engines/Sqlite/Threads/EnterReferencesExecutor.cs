using Aether.Storage.Threads;

namespace Aether.Storage.Engines.Sqlite.Threads;

/// <summary>Enters waiting references.</summary>
internal sealed class EnterReferencesExecutor : SqliteExecutor<EnterReferences, int>
{
    protected override int Execute(SqliteWrite db, EnterReferences op) => db.Threads.Enter(op.Most);
}
