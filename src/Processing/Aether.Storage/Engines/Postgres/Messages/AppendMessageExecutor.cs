using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Stores one message in one mailbox.</summary>
internal sealed class AppendMessageExecutor : PostgresExecutor<AppendMessage, AppendResult>
{
    protected override void Add(PostgresBatch batch, AppendMessage op)
    {
        batch.Call("append", MessageArguments.OfMessage + 8).AddMessage(op.Message)
            .Add(op.Account.Value).Add(op.Target.Value).Add((long)op.Flags.System).AddKeywords(op.Flags).Add(op.InternalDate.ToUnixTimeSeconds()).Add(op.Now.ToUnixTimeSeconds()).Add(batch.Options.QuotaBytes).Add(batch.Options.QuotaMessages);
    }

    protected override AppendResult Read(PostgresAnswer answer, AppendMessage op)
    {
        var status = answer.Named<MessageStatus>(0);
        if (status is not MessageStatus.Done)
            return new AppendResult(status, 0, default);
        answer.Changed(op.Account, op.Target, answer.Long(3));
        return new AppendResult(status, (uint)answer.Long(1), new Uid((uint)answer.Long(2)));
    }
}
