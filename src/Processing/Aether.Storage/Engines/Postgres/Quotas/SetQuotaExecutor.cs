using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>Writes a quota; a shared one is summed up when it is set, and counted from then on.</summary>
internal sealed class SetQuotaExecutor : PostgresExecutor<SetQuota, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetQuota op) => batch.Call("set_quota", 5).Add((int)op.Owner).Add(op.Name).Add(op.Limit.Bytes).Add(op.Limit.Messages).Add(op.Limit.Mailboxes);

    protected override DirectoryResult Read(PostgresAnswer answer, SetQuota op) => answer.Named<DirectoryResult>(0);
}
