using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>Changes the flags of ranges of messages.</summary>
internal sealed class SetFlagsExecutor : PostgresExecutor<SetFlags, FlagResult>
{
    protected override void Add(PostgresBatch batch, SetFlags op) => batch.Call("set_flags", 8).Add(op.Account.Value).Add(op.Mailbox.Value).AddRanges(op.Uids).Add((int)op.Change.Mode).Add((long)op.Change.System).AddKeywords(op.Change).Add(op.UnchangedSince?.Value);

    protected override FlagResult Read(PostgresAnswer answer, SetFlags op)
    {
        var modSeq = new ModSeq(answer.Long(1));
        var (uids, flags) = (answer.List<long>(2), answer.List<long>(3));
        if (uids.Length > 0)
            answer.Changed(op.Account, op.Mailbox, modSeq.Value);
        return new FlagResult([.. uids.Zip(flags, (uid, flag) => new FlagResult.Row(new Uid((uint)uid), flag, modSeq))], answer.Bool(0)) { Modified = Array.ConvertAll(answer.List<long>(4), static uid => new Uid((uint)uid)) };
    }
}
