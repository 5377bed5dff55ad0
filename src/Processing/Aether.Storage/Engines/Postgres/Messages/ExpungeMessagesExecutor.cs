using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Removes messages from a mailbox; an email that is in none any more stays findable until the sweeper takes it.</summary>
internal sealed class ExpungeMessagesExecutor : PostgresExecutor<ExpungeMessages, IReadOnlyList<Uid>>
{
    protected override void Add(PostgresBatch batch, ExpungeMessages op) => batch.Call("expunge", 6).Add(op.Account.Value).Add(op.Mailbox.Value).AddRanges(op.Uids).Add(op.Only is ExpungeOnly.Deleted).Add(op.CollectAt);

    protected override IReadOnlyList<Uid> Read(PostgresAnswer answer, ExpungeMessages op)
    {
        if (!answer.IsNull(0))
            answer.Changed(op.Account, op.Mailbox, answer.Long(0));
        return Array.ConvertAll(answer.List<long>(1), uid => new Uid((uint)uid));
    }
}
