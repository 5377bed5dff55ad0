using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Deletes dead letters with their references to blobs.</summary>
internal sealed class ForgetDeadLettersExecutor : PostgresExecutor<ForgetDeadLetters, int>
{
    protected override void Add(PostgresBatch batch, ForgetDeadLetters op) => batch.Call("forget_dead_letters", 4)
        .Add(op.Letter?.Value).Add(op.Most).Add(op.Now).Add(batch.CollectAt(op.Now));

    protected override int Read(PostgresAnswer answer, ForgetDeadLetters op) => answer.Int(0);
}
