using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Deletes one target of an alias, or all.</summary>
internal sealed class RemoveAliasExecutor : SqliteExecutor<RemoveAlias, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveAlias op)
    {
        int removed = 0;
        bool isOthers = false;
        using (var remove = db.Prepare("DELETE FROM alias WHERE name = ?1 AND (?2 IS NULL OR target = ?2) RETURNING target IS NOT (SELECT catch_all FROM domain d WHERE d.name = alias.domain)").Bind(op.Name).Bind(op.Target))
        {
            for (; remove.Step(); removed++)
                isOthers |= remove.Int(0) == 1;
        }
        if (removed == 0)
            return DirectoryResult.NotFound;
        if (isOthers && !AliasRows.Exists(db, op.Name))
            FormerAddresses.Note(db, new FormerAddress(op.Name, op.Now));
        return DirectoryResult.Done;
    }
}
