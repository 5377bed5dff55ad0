using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Postgres.Upkeep;

/// <summary>Empties a removed account piece by piece; the last piece takes its rows.</summary>
internal sealed class PurgeAccountExecutor : PostgresExecutor<PurgeAccount, int>
{
    protected override void Add(PostgresBatch batch, PurgeAccount op) => batch.Call("purge_account", 2).Add(op.Most).Add(batch.CollectAt(op.Now));

    protected override int Read(PostgresAnswer answer, PurgeAccount op) => answer.Int(0);
}
