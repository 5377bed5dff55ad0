using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Adds rows of the same emails to another mailbox, with the flags they have. RFC 9051 §6.4.7.</summary>
internal sealed class CopyMessagesExecutor : PostgresExecutor<CopyMessages, CopyResult>
{
    protected override void Add(PostgresBatch batch, CopyMessages op) => batch.Call("copy", 8).Add(op.Account.Value).Add(op.Source.Value).AddRanges(op.Uids).Add(op.Target.Value).Add(op.Now.ToUnixTimeSeconds()).Add(batch.Options.QuotaBytes).Add(batch.Options.QuotaMessages);

    protected override CopyResult Read(PostgresAnswer answer, CopyMessages op)
    {
        if (!answer.IsNull(2))
            answer.Changed(op.Account, op.Target, answer.Long(2));
        return CopyAnswer.Read(answer);
    }
}
