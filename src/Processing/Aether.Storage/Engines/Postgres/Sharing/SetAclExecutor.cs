using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;
using Aether.Storage.Sharing;

namespace Aether.Storage.Engines.Postgres.Sharing;

/// <summary>Changes one entry of a mailbox's rights; an empty one goes away.</summary>
internal sealed class SetAclExecutor : PostgresExecutor<SetAcl, MailboxStatus>
{
    protected override void Add(PostgresBatch batch, SetAcl op) => batch.Call("set_acl", 7)
        .Add(op.Account.Value).Add(op.Mailbox.Value).Add(op.Change.Grantee?.Value ?? 0).Add((int)op.Change.Mode).Add((int)op.Change.Rights).Add(op.Change.IsDenial).Add(op.MaxEntries);

    protected override MailboxStatus Read(PostgresAnswer answer, SetAcl op)
    {
        if (!answer.IsNull(1))
            answer.MailboxesChanged(op.Account, answer.Long(1));
        return answer.Named<MailboxStatus>(0);
    }
}
