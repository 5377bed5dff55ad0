using Aether.Storage.Annotations;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Annotations;

/// <summary>Inserts, replaces and deletes annotations; too many, and none of it happened.</summary>
internal sealed class SetMetadataExecutor : PostgresExecutor<SetMetadata, MailboxStatus>
{
    protected override void Add(PostgresBatch batch, SetMetadata op) => batch.Call("set_metadata", 7)
        .Add(op.Account.Value).Add(op.Mailbox?.Value ?? 0)
        .Add(op.Changes.Select(static change => change.Reader?.Value ?? 0).ToArray())
        .Add(op.Changes.Select(static change => (string?)change.Name).ToArray())
        .Add(op.Changes.Select(static change => change.Value is null ? 1 : 0).ToArray())
        .Add(op.Changes.Select(static change => (change.Value ?? default).ToArray()).ToArray())
        .Add(op.MaxEntries);

    protected override MailboxStatus Read(PostgresAnswer answer, SetMetadata op)
    {
        if (!answer.IsNull(1))
            answer.MailboxesChanged(op.Account, answer.Long(1));
        return answer.Named<MailboxStatus>(0);
    }
}
