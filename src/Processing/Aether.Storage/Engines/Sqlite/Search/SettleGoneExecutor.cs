using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>Strikes emails off the list of those that the index has to forget.</summary>
internal sealed class SettleGoneExecutor : SqliteExecutor<SettleGone, int>
{
    protected override int Execute(SqliteWrite db, SettleGone op)
    {
        foreach (var email in op.Emails)
            db.Prepare("DELETE FROM search_gone WHERE email_id = ?").Bind(email.Value).Run();
        return op.Emails.Count;
    }
}
