using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Signing;

/// <summary>Inserts a key of a domain that is there.</summary>
internal sealed class AddSigningKeyExecutor : SqliteExecutor<AddSigningKey, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddSigningKey op)
    {
        if (!DomainRows.Exists(db, op.Key.Domain))
            return DirectoryResult.NoSuchDomain;
        db.Prepare("INSERT OR IGNORE INTO signing_key (domain, selector, algorithm, secret, state, since) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(op.Key.Domain).Bind(op.Key.Selector).Bind(op.Key.Algorithm).Bind(op.Key.Secret).Bind((int)op.Key.State).Bind(op.Key.Since.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Changes the state of a key.</summary>
internal sealed class SetSigningKeyStateExecutor : SqliteExecutor<SetSigningKeyState, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetSigningKeyState op)
    {
        db.Prepare("UPDATE signing_key SET state = ?, since = ? WHERE domain = ? AND selector = ?")
            .Bind((int)op.State).Bind(op.Now.ToUnixTimeSeconds()).Bind(op.Domain).Bind(op.Selector).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}

/// <summary>Deletes a key.</summary>
internal sealed class RemoveSigningKeyExecutor : SqliteExecutor<RemoveSigningKey, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveSigningKey op)
    {
        db.Prepare("DELETE FROM signing_key WHERE domain = ? AND selector = ?").Bind(op.Domain).Bind(op.Selector).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
