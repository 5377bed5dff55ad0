using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>Deletes the email rows of removed messages and gives their blobs up.</summary>
internal sealed class CollectExpungedExecutor : SqliteExecutor<CollectExpunged, int>
{
    protected override int Execute(SqliteWrite db, CollectExpunged op)
    {
        var due = new List<(long CollectAt, AccountId Account, EmailId Email)>();
        using (var list = db.Prepare("SELECT collect_at, account_id, email_id FROM expunged WHERE collect_at <= ? ORDER BY collect_at LIMIT ?").Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most))
        {
            while (list.Step())
                due.Add((list.Long(0), new AccountId(list.Long(1)), new EmailId(list.Long(2))));
        }
        foreach (var (collectAt, account, email) in due)
        {
            EmailRows.DeleteIfNowhere(db, account, email, op.Now);
            db.Prepare("DELETE FROM expunged WHERE collect_at = ? AND email_id = ?").Bind(collectAt).Bind(email.Value).Run();
        }
        return due.Count;
    }
}
