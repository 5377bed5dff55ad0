using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Inserts what an account may do.</summary>
internal sealed class AddRoleExecutor : SqliteExecutor<AddRole, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddRole op)
    {
        if (op.Grant.Domain.Length > 0 && !DomainRows.Exists(db, op.Grant.Domain))
            return DirectoryResult.NoSuchDomain;
        long account;
        using (var find = db.Prepare("SELECT id FROM account WHERE name = ? AND state <> 2").Bind(op.Grant.Address))
        {
            if (!find.Step())
                return DirectoryResult.NotFound;
            account = find.Long(0);
        }
        db.Prepare("INSERT OR IGNORE INTO role_grant (account_id, role, domain) VALUES (?, ?, ?)").Bind(account).Bind(op.Grant.Role).Bind(op.Grant.Domain).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Deletes it.</summary>
internal sealed class RemoveRoleExecutor : SqliteExecutor<RemoveRole, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveRole op)
    {
        db.Prepare("DELETE FROM role_grant WHERE account_id = (SELECT id FROM account WHERE name = ? AND state <> 2) AND role = ? AND domain = ?")
            .Bind(op.Grant.Address).Bind(op.Grant.Role).Bind(op.Grant.Domain).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
