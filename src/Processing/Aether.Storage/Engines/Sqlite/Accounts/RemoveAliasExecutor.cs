using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Deletes one target of an alias, or all.</summary>
internal sealed class RemoveAliasExecutor : SqliteExecutor<RemoveAlias, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveAlias op)
    {
        db.Prepare("DELETE FROM alias WHERE name = ?1 AND (?2 IS NULL OR target = ?2)").Bind(op.Name).Bind(op.Target).Run();
        return db.Changes > 0 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
