namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>How the sweeper ends an email.</summary>
internal static class EmailRows
{
    /// <summary>Deletes an email that is in no mailbox, and gives its blob up.</summary>
    public static void DeleteIfNowhere(SqliteWrite db, AccountId account, EmailId email, DateTimeOffset now)
    {
        long blob;
        using (var delete = db.Prepare($"DELETE FROM email AS e WHERE e.account_id = ? AND e.id = ? AND length({PlaceRows.Packed}) = 0 RETURNING blob_id").Bind(account.Value).Bind(email.Value))
        {
            if (!delete.Step())
                return;
            blob = delete.Long(0);
        }
        PlaceRows.Drop(db, email);
        db.Prepare("INSERT OR IGNORE INTO search_gone (email_id) VALUES (?)").Bind(email.Value).Run();
        db.ReleaseBlob(new BlobId(blob), now);
    }
}
