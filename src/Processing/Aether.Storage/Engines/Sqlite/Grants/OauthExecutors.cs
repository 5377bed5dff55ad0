using Aether.Storage.Accounts;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Sqlite.Grants;

/// <summary>Inserts a signing key where none is new.</summary>
internal sealed class AddOauthKeyExecutor : SqliteExecutor<AddOauthKey, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddOauthKey op)
    {
        db.Prepare("INSERT INTO oauth_key (id, secret, created) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM oauth_key WHERE created > ?)")
            .Bind(op.Key.Id).Bind(op.Key.Secret).Bind(op.Key.Created.ToUnixTimeSeconds()).Bind(op.UnlessAfter.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Inserts a program, up to as many as there may be.</summary>
internal sealed class AddOauthClientExecutor : SqliteExecutor<AddOauthClient, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddOauthClient op)
    {
        using (var count = db.Prepare("SELECT count(*) FROM oauth_client"))
        {
            if (count.Step() && count.Long(0) >= op.Most)
                return DirectoryResult.NotEmpty;
        }
        db.Prepare("INSERT OR IGNORE INTO oauth_client (id, name, redirects, created) VALUES (?, ?, ?, ?)")
            .Bind(op.Client.Id).Bind(op.Client.Name).Bind(string.Join(' ', op.Client.Redirects)).Bind(op.Client.Created.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}
