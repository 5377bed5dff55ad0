using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Threads;

namespace Aether.Storage.Engines.Postgres.Threads;

/// <summary>Enters waiting references; here none waits.</summary>
internal sealed class EnterReferencesExecutor : PostgresExecutor<EnterReferences, int>
{
    protected override void Add(PostgresBatch batch, EnterReferences op) => batch.Call("enter_references", 0);

    protected override int Read(PostgresAnswer answer, EnterReferences op) => answer.Int(0);
}
