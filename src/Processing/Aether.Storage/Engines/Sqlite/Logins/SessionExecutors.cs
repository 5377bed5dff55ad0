using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>Writes a node's sessions down, forgets those of nodes that are gone, and says which are to end.</summary>
internal sealed class ReportSessionsExecutor : SqliteExecutor<ReportSessions, IReadOnlyList<string>>
{
    protected override IReadOnlyList<string> Execute(SqliteWrite db, ReportSessions op)
    {
        db.Prepare("INSERT INTO session_node (node, told) VALUES (?1, ?2) ON CONFLICT (node) DO UPDATE SET told = ?2").Bind(op.Node).Bind(op.Now.ToUnixTimeMilliseconds()).Run();
        db.Prepare("DELETE FROM session WHERE node IN (SELECT node FROM session_node WHERE told < ?)").Bind(op.Gone.ToUnixTimeMilliseconds()).Run();
        db.Prepare("DELETE FROM session_node WHERE told < ?").Bind(op.Gone.ToUnixTimeMilliseconds()).Run();
        foreach (string closed in op.Closed)
            db.Prepare("DELETE FROM session WHERE id = ?").Bind(closed).Run();
        foreach (var row in op.Open)
        {
            db.Prepare(
                """
                INSERT INTO session (id, node, account_id, protocol, client, peer, since, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET client = excluded.client, seen = excluded.seen
                """)
                .Bind(row.Id).Bind(op.Node).Bind(row.Account.Value).Bind(row.Protocol).Bind(row.Client).Bind(row.Peer).Bind(row.Since.ToUnixTimeMilliseconds()).Bind(row.Seen.ToUnixTimeMilliseconds()).Run();
        }

        var ends = new List<string>();
        using var find = db.Prepare("SELECT id FROM session WHERE node = ? AND ends = 1").Bind(op.Node);
        while (find.Step())
            ends.Add(find.Text(0));
        return ends;
    }
}

/// <summary>Marks a session; its node ends it.</summary>
internal sealed class EndSessionExecutor : SqliteExecutor<EndSession, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, EndSession op)
    {
        db.Prepare("UPDATE session SET ends = 1 WHERE id = ?").Bind(op.Id).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}

/// <summary>Begins a new epoch of an account's logins.</summary>
internal sealed class EndLoginsExecutor : SqliteExecutor<EndLogins, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, EndLogins op)
    {
        db.Prepare("UPDATE account SET login_epoch = login_epoch + 1 WHERE name = ? AND state <> 2").Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
