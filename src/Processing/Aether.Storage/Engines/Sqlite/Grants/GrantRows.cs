using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Sqlite.Grants;

/// <summary>What several operations do with grants.</summary>
internal static class GrantRows
{
    /// <summary>Somebody has a copy of a token: the grant goes, and sessions look whether theirs is there.</summary>
    public static TokenTurn Drop(SqliteWrite db, string id)
    {
        db.Prepare("UPDATE account SET app_epoch = app_epoch + 1 WHERE id = (SELECT account_id FROM oauth_grant WHERE id = ?)").Bind(id).Run();
        db.Prepare("DELETE FROM oauth_grant WHERE id = ?").Bind(id).Run();
        return TokenTurn.Reused;
    }
}
