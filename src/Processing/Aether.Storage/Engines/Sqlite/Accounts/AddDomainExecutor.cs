using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Inserts a domain row.</summary>
internal sealed class AddDomainExecutor : SqliteExecutor<AddDomain, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddDomain op)
    {
        db.Prepare("INSERT OR IGNORE INTO domain (name, catch_all, created) VALUES (?, ?, ?)")
            .Bind(op.Name).Bind(op.CatchAll).Bind(op.Now.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}
