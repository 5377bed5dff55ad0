using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Deletes a domain row that nothing uses.</summary>
internal sealed class RemoveDomainExecutor : SqliteExecutor<RemoveDomain, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveDomain op)
    {
        using (var used = db.Prepare("SELECT 1 FROM account WHERE domain = ?1 AND state <> 2 UNION ALL SELECT 1 FROM alias WHERE domain = ?1 UNION ALL SELECT 1 FROM mail_group WHERE domain = ?1 LIMIT 1").Bind(op.Name))
        {
            if (used.Step())
                return DirectoryResult.NotEmpty;
        }
        db.Prepare("DELETE FROM domain WHERE name = ?").Bind(op.Name).Run();
        if (db.Changes is 0)
            return DirectoryResult.NotFound;
        db.Prepare("DELETE FROM quota WHERE owner = 1 AND name = ?").Bind(op.Name).Run();
        db.Prepare("DELETE FROM signing_key WHERE domain = ?").Bind(op.Name).Run();
        db.Prepare("DELETE FROM domain_setting WHERE domain = ?").Bind(op.Name).Run();
        db.Prepare("DELETE FROM role_grant WHERE domain = ?").Bind(op.Name).Run(); // not for who brings the domain back
        db.Quotas.Forget();
        return DirectoryResult.Done;
    }
}
