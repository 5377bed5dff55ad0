using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Takes rows out of one mailbox and into another in one step. RFC 6851 §3.3.</summary>
internal sealed class MoveMessagesExecutor : PostgresExecutor<MoveMessages, CopyResult>
{
    protected override void Add(PostgresBatch batch, MoveMessages op) => batch.Call("move", 6).Add(op.Account.Value).Add(op.Source.Value).AddRanges(op.Uids).Add(op.Target.Value).Add(op.Now.ToUnixTimeSeconds());

    protected override CopyResult Read(PostgresAnswer answer, MoveMessages op)
    {
        if (!answer.IsNull(2))
        {
            answer.Changed(op.Account, op.Source, answer.Long(2));
            answer.Changed(op.Account, op.Target, answer.Long(2));
        }
        return CopyAnswer.Read(answer);
    }
}
