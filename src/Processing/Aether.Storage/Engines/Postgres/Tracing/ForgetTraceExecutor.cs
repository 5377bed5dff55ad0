using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Tracing;

namespace Aether.Storage.Engines.Postgres.Tracing;

/// <summary>Deletes the oldest steps.</summary>
internal sealed class ForgetTraceExecutor : PostgresExecutor<ForgetTrace, int>
{
    protected override void Add(PostgresBatch batch, ForgetTrace op) => batch.Call("forget_trace", 2).Add(op.Before).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetTrace op) => answer.Int(0);
}
