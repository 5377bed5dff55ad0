using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Changes the flags of ranges of messages.</summary>
internal sealed class SetFlagsExecutor : PostgresExecutor<SetFlags, FlagResult>
{
    protected override void Add(PostgresBatch batch, SetFlags op) => batch.Call("set_flags", 8).Add(op.Account.Value).Add(op.Mailbox.Value).AddRanges(op.Uids).Add((int)op.Change.Mode).Add((long)op.Change.System).AddKeywords(op.Change).Add(op.UnchangedSince?.Value);

    protected override FlagResult Read(PostgresAnswer answer, SetFlags op)
    {
        var (leftOut, modified) = (answer.Bool(0), Array.ConvertAll(answer.List<long>(5), static uid => new Uid((uint)uid)));
        if (answer.IsNull(2))
            return new FlagResult([], leftOut) { Modified = modified };
        var step = new ModSeqStep(new ModSeq(answer.Long(1)), new ModSeq(answer.Long(2)));
        answer.Changed(op.Account, op.Mailbox, step.After.Value);
        var changed = answer.List<long>(3).Zip(answer.List<long>(4), (uid, flags) => new FlagResult.Row(new Uid((uint)uid), flags, step.After));
        return new FlagResult([.. changed], leftOut) { Modified = modified, Step = step };
    }
}
