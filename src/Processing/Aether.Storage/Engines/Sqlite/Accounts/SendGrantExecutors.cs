using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Lets an account send as somebody else.</summary>
internal sealed class AddSendGrantExecutor : SqliteExecutor<AddSendGrant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddSendGrant op)
    {
        using (var account = db.Prepare("SELECT 1 FROM account WHERE name = ? AND state <> 2").Bind(op.Account))
        {
            if (!account.Step())
                return DirectoryResult.NotFound;
        }
        db.Prepare("INSERT OR IGNORE INTO send_grant (account, subject) VALUES (?, ?)").Bind(op.Account).Bind(op.Subject).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Takes back that an account may send as somebody else.</summary>
internal sealed class RemoveSendGrantExecutor : SqliteExecutor<RemoveSendGrant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveSendGrant op)
    {
        db.Prepare("DELETE FROM send_grant WHERE account = ? AND subject = ?").Bind(op.Account).Bind(op.Subject).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
