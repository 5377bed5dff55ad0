using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>Adds logins to the row of their kind and day.</summary>
internal sealed class AddLoginsExecutor : SqliteExecutor<AddLogins, int>
{
    protected override int Execute(SqliteWrite db, AddLogins op)
    {
        foreach (var one in op.Counts)
        {
            db.Prepare(
                """
                INSERT INTO login_history (account_id, day, protocol, peer, app, ok, first, last, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account_id, day, protocol, peer, app, ok) DO UPDATE SET last = max(last, excluded.last), count = count + excluded.count
                """)
                .Bind(one.Account.Value).Bind(LoginHistory.DayOf(one.First)).Bind(one.Protocol).Bind(one.Peer).Bind(one.App).Bind(one.Succeeded ? 1 : 0)
                .Bind(one.First.ToUnixTimeSeconds()).Bind(one.Last.ToUnixTimeSeconds()).Bind(one.Count).Run();
        }
        return op.Counts.Count;
    }
}

/// <summary>Deletes the logins of days before.</summary>
internal sealed class ForgetLoginsExecutor : SqliteExecutor<ForgetLogins, int>
{
    protected override int Execute(SqliteWrite db, ForgetLogins op)
    {
        db.Prepare("DELETE FROM login_history WHERE rowid IN (SELECT rowid FROM login_history WHERE day < ? LIMIT ?)").Bind(LoginHistory.DayOf(op.Before)).Bind(op.Most).Run();
        return db.Changes;
    }
}
