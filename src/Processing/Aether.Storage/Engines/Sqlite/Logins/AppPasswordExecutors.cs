using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>Inserts an app password, up to as many as an account may have.</summary>
internal sealed class AddAppPasswordExecutor : SqliteExecutor<AddAppPassword, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddAppPassword op)
    {
        long account;
        using (var find = db.Prepare("SELECT id FROM account WHERE name = ? AND state <> 2").Bind(op.Address))
        {
            if (!find.Step())
                return DirectoryResult.NotFound;
            account = find.Long(0);
        }
        using (var count = db.Prepare("SELECT count(*) FROM app_password WHERE account_id = ?").Bind(account))
        {
            if (count.Step() && count.Long(0) >= op.Most)
                return DirectoryResult.NotEmpty;
        }
        var row = op.Row;
        db.Prepare("INSERT OR IGNORE INTO app_password (account_id, name, records, sealed, protocols, networks, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(account).Bind(row.Name).Bind(row.Records).Bind(row.Sealed).Bind(row.Protocols).Bind(row.Networks).Bind(row.Created.ToUnixTimeSeconds()).Bind(row.Expires?.ToUnixTimeSeconds() ?? 0).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Deletes an app password.</summary>
internal sealed class RemoveAppPasswordExecutor : SqliteExecutor<RemoveAppPassword, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveAppPassword op)
    {
        db.Prepare("DELETE FROM app_password WHERE account_id = (SELECT id FROM account WHERE name = ? AND state <> 2) AND name = ?").Bind(op.Address).Bind(op.Name).Run();
        if (db.Changes == 0)
            return DirectoryResult.NotFound;
        db.Prepare("UPDATE account SET app_epoch = app_epoch + 1 WHERE name = ? AND state <> 2").Bind(op.Address).Run();
        return DirectoryResult.Done;
    }
}

/// <summary>Writes down when an app password was used.</summary>
internal sealed class TouchAppPasswordExecutor : SqliteExecutor<TouchAppPassword, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, TouchAppPassword op)
    {
        db.Prepare("UPDATE app_password SET used = ?, used_from = ? WHERE account_id = ? AND name = ?").Bind(op.Now.ToUnixTimeSeconds()).Bind(op.From).Bind(op.Account.Value).Bind(op.Name).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
