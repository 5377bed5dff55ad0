using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Moves a dead letter back into the queue.</summary>
internal sealed class ReplayDeadLetterExecutor : PostgresExecutor<ReplayDeadLetter, bool>
{
    protected override void Add(PostgresBatch batch, ReplayDeadLetter op) => batch.Call("replay_dead_letter", 3).Add(op.Letter.Value).Add(op.Expires).Add(op.Now);

    protected override bool Read(PostgresAnswer answer, ReplayDeadLetter op)
    {
        bool replayed = answer.Bool(0);
        if (replayed)
            answer.QueueBecameDue();
        return replayed;
    }
}
