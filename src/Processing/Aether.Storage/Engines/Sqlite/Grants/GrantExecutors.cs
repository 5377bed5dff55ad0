using Aether.Storage.Accounts;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Sqlite.Grants;

/// <summary>Inserts a grant, up to as many as an account may have.</summary>
internal sealed class AddGrantExecutor : SqliteExecutor<AddGrant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddGrant op) => Add(db, op.Grant, op.Terms, op.Most);

    internal static DirectoryResult Add(SqliteWrite db, OauthGrant grant, CodeTerms? terms, int most)
    {
        using (var find = db.Prepare("SELECT 1 FROM account WHERE id = ? AND state = 0 AND login_epoch = ?").Bind(grant.Account.Value).Bind(grant.Epoch))
        {
            if (!find.Step())
                return DirectoryResult.NotFound;
        }
        // Those that ended count for nothing.
        db.Prepare("DELETE FROM oauth_grant WHERE account_id = ? AND (epoch <> ? OR until <= ?)").Bind(grant.Account.Value).Bind(grant.Epoch).Bind(grant.Created.ToUnixTimeSeconds()).Run();
        using (var count = db.Prepare("SELECT count(*) FROM oauth_grant WHERE account_id = ?").Bind(grant.Account.Value))
        {
            if (count.Step() && count.Long(0) >= most)
                return DirectoryResult.NotEmpty;
        }
        db.Prepare("INSERT OR IGNORE INTO oauth_grant (id, account_id, client, epoch, created, until, redirect, challenge, code_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(grant.Id).Bind(grant.Account.Value).Bind(grant.Client).Bind(grant.Epoch).Bind(grant.Created.ToUnixTimeSeconds()).Bind(grant.Until.ToUnixTimeSeconds())
            .Bind(terms?.Redirect ?? "").Bind(terms?.Challenge ?? "").Bind(terms?.Until.ToUnixTimeSeconds() ?? 0).Run();
        return DirectoryResult.Done;
    }
}

/// <summary>Takes a code, once.</summary>
internal sealed class RedeemCodeExecutor : SqliteExecutor<RedeemCode, TokenTurn>
{
    protected override TokenTurn Execute(SqliteWrite db, RedeemCode op)
    {
        using (var find = db.Prepare("SELECT generation, redirect, challenge, code_until FROM oauth_grant WHERE id = ? AND client = ?").Bind(op.Id).Bind(op.Client))
        {
            if (!find.Step())
                return TokenTurn.Unknown;
            if (find.Long(0) > 0)
                return GrantRows.Drop(db, op.Id);
            if (find.Text(1) != op.Redirect || find.Text(2) != op.Challenge || find.Long(3) <= op.Now.ToUnixTimeSeconds())
                return TokenTurn.Unknown;
        }
        db.Prepare("UPDATE oauth_grant SET generation = 1, rotated = ?, until = ? WHERE id = ?").Bind(op.Now.ToUnixTimeSeconds()).Bind(op.Until.ToUnixTimeSeconds()).Bind(op.Id).Run();
        return TokenTurn.Done;
    }
}

/// <summary>Takes a refresh token, once.</summary>
internal sealed class RotateGrantExecutor : SqliteExecutor<RotateGrant, TokenTurn>
{
    protected override TokenTurn Execute(SqliteWrite db, RotateGrant op)
    {
        using (var find = db.Prepare("SELECT generation, rotated, until FROM oauth_grant WHERE id = ? AND client = ?").Bind(op.Id).Bind(op.Client))
        {
            if (!find.Step() || find.Long(2) <= op.Now.ToUnixTimeSeconds() || op.Generation > find.Long(0))
                return TokenTurn.Unknown;
            if (op.Generation < find.Long(0))
                return op.Generation == find.Long(0) - 1 && find.Long(1) > op.Since.ToUnixTimeSeconds() ? TokenTurn.Done : GrantRows.Drop(db, op.Id);
        }
        db.Prepare("UPDATE oauth_grant SET generation = generation + 1, rotated = ?, until = ? WHERE id = ?").Bind(op.Now.ToUnixTimeSeconds()).Bind(op.Until.ToUnixTimeSeconds()).Bind(op.Id).Run();
        return TokenTurn.Done;
    }
}

/// <summary>Deletes a grant.</summary>
internal sealed class RemoveGrantExecutor : SqliteExecutor<RemoveGrant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveGrant op)
    {
        db.Prepare("DELETE FROM oauth_grant WHERE id = ? AND account_id = ?").Bind(op.Id).Bind(op.Account.Value).Run();
        if (db.Changes == 0)
            return DirectoryResult.NotFound;
        db.Prepare("UPDATE account SET app_epoch = app_epoch + 1 WHERE id = ?").Bind(op.Account.Value).Run();
        return DirectoryResult.Done;
    }
}

/// <summary>Deletes what ended.</summary>
internal sealed class ForgetGrantsExecutor : SqliteExecutor<ForgetGrants, int>
{
    protected override int Execute(SqliteWrite db, ForgetGrants op)
    {
        long now = op.Now.ToUnixTimeSeconds();
        db.Prepare("DELETE FROM oauth_device WHERE until <= ?").Bind(now).Run();
        db.Prepare("DELETE FROM oauth_key WHERE created < ?").Bind(op.KeysBefore.ToUnixTimeSeconds()).Run();
        db.Prepare("DELETE FROM oauth_grant WHERE id IN (SELECT id FROM oauth_grant WHERE until <= ?1 OR (generation = 0 AND code_until <= ?1 AND code_until > 0) LIMIT ?2)").Bind(now).Bind(op.Most).Run();
        int gone = db.Changes;
        db.Prepare("DELETE FROM oauth_client WHERE id IN (SELECT id FROM oauth_client c WHERE created < ? AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.client = c.id) LIMIT ?)").Bind(op.ClientsBefore.ToUnixTimeSeconds()).Bind(op.Most).Run();
        return gone + db.Changes;
    }
}
