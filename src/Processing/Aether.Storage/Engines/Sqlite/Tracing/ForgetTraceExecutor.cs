using Aether.Storage.Tracing;

namespace Aether.Storage.Engines.Sqlite.Tracing;

/// <summary>Deletes the oldest steps.</summary>
internal sealed class ForgetTraceExecutor : SqliteExecutor<ForgetTrace, int>
{
    protected override int Execute(SqliteWrite db, ForgetTrace op)
    {
        db.Prepare("DELETE FROM trace WHERE id IN (SELECT id FROM trace WHERE at < ? ORDER BY at LIMIT ?)").Bind(op.Before.ToUnixTimeMilliseconds()).Bind(op.Most).Run();
        return db.Changes;
    }
}
