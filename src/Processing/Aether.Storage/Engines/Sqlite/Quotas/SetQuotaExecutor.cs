using Aether.Storage.Accounts;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Quotas;

/// <summary>Writes a quota; a shared one is summed up when it is set, and counted from then on.</summary>
internal sealed class SetQuotaExecutor : SqliteExecutor<SetQuota, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetQuota op)
    {
        if (op.Owner is QuotaOwner.Account)
        {
            db.Prepare("UPDATE account SET quota_bytes = ?, quota_msgs = ?, quota_mailboxes = ? WHERE name = ? AND state <> 2").Bind(op.Limit.Bytes).Bind(op.Limit.Messages).Bind(op.Limit.Mailboxes).Bind(op.Name).Run();
            return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
        }
        if (!Exists(db, op))
            return DirectoryResult.NotFound;

        db.Quotas.Forget();
        if (op.Limit.IsNone)
        {
            db.Prepare("DELETE FROM quota WHERE owner = ? AND name = ?").Bind((long)op.Owner).Bind(op.Name).Run();
            return DirectoryResult.Done;
        }
        db.Prepare("INSERT INTO quota (owner, name, quota_bytes, quota_msgs) VALUES (?, ?, ?, ?) ON CONFLICT (owner, name) DO UPDATE SET quota_bytes = excluded.quota_bytes, quota_msgs = excluded.quota_msgs")
            .Bind((long)op.Owner).Bind(op.Name).Bind(op.Limit.Bytes).Bind(op.Limit.Messages).Run();
        QuotaRows.Sum(db, op.Owner, op.Name);
        return DirectoryResult.Done;
    }

    private static bool Exists(SqliteWrite db, SetQuota op)
    {
        using var find = db.Prepare(op.Owner is QuotaOwner.Domain ? "SELECT 1 FROM domain WHERE name = ?" : "SELECT 1 FROM tenant WHERE name = ?").Bind(op.Name);
        return find.Step();
    }
}
