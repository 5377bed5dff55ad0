using Aether.Storage.Engines.Postgres.Messages;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Sharing;

namespace Aether.Storage.Engines.Postgres.Sharing;

/// <summary>Flips a reader's bits, block by block, and gives the messages a new mod-sequence.</summary>
internal sealed class SetSeenExecutor : PostgresExecutor<SetSeen, SeenResult>
{
    protected override void Add(PostgresBatch batch, SetSeen op) => batch.Call("set_seen", 7)
        .Add(op.Account.Value).Add(op.Mailbox.Value).Add(op.Reader.Value).AddRanges(op.Uids).Add(op.Mark is SeenMark.Set).Add(op.UnchangedSince?.Value);

    protected override SeenResult Read(PostgresAnswer answer, SetSeen op)
    {
        if (answer.IsNull(0))
            return new SeenResult([], default);
        answer.Changed(op.Account, op.Mailbox, answer.Long(0));
        return new SeenResult(Array.ConvertAll(answer.List<long>(1), static uid => new Uid((uint)uid)), new ModSeq(answer.Long(0)));
    }
}
