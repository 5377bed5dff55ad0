using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Inserts one target of an alias.</summary>
internal sealed class AddAliasExecutor : SqliteExecutor<AddAlias, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddAlias op)
    {
        if (!DomainRows.Exists(db, op.Domain))
            return DirectoryResult.NoSuchDomain;
        using (var taken = db.Prepare("SELECT 1 FROM account WHERE name = ?1 UNION ALL SELECT 1 FROM mail_group WHERE name = ?1 LIMIT 1").Bind(op.Name))
        {
            if (taken.Step())
                return DirectoryResult.AlreadyExists;
        }
        db.Prepare("INSERT OR IGNORE INTO alias (name, target, domain) VALUES (?, ?, ?)").Bind(op.Name).Bind(op.Target).Bind(op.Domain).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}
