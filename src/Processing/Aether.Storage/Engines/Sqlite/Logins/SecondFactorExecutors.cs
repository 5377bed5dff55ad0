using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>Inserts or replaces a second factor.</summary>
internal sealed class SetSecondFactorExecutor : SqliteExecutor<SetSecondFactor, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetSecondFactor op)
    {
        db.Prepare("INSERT OR REPLACE INTO second_factor (account_id, secret, codes, last_step, created) SELECT id, ?, ?, ?, ? FROM account WHERE name = ? AND state <> 2")
            .Bind(op.Row.Secret).Bind(op.Row.Codes).Bind(op.Row.LastStep).Bind(op.Row.Created.ToUnixTimeSeconds()).Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}

/// <summary>Deletes a second factor.</summary>
internal sealed class RemoveSecondFactorExecutor : SqliteExecutor<RemoveSecondFactor, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveSecondFactor op)
    {
        db.Prepare("DELETE FROM second_factor WHERE account_id = (SELECT id FROM account WHERE name = ? AND state <> 2)").Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}

/// <summary>Moves the last step on, never back.</summary>
internal sealed class UseStepExecutor : SqliteExecutor<UseStep, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, UseStep op)
    {
        db.Prepare("UPDATE second_factor SET last_step = ?1 WHERE account_id = ?2 AND last_step < ?1").Bind(op.Step).Bind(op.Account.Value).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Replaces what is kept of recovery codes.</summary>
internal sealed class ReplaceCodesExecutor : SqliteExecutor<ReplaceCodes, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, ReplaceCodes op)
    {
        db.Prepare("UPDATE second_factor SET codes = ? WHERE account_id = ? AND codes = ?").Bind(op.Codes).Bind(op.Account.Value).Bind(op.Former).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}
