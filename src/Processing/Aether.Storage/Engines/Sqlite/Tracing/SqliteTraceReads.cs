using Aether.Storage.Tracing;

namespace Aether.Storage.Engines.Sqlite.Tracing;

/// <summary>The query on traces on SQLite.</summary>
internal sealed class SqliteTraceReads(SqliteReaders readers) : ITraceReads
{
    public ValueTask<IReadOnlyList<TraceEvent>> FindAsync(TraceQuery query, CancellationToken ct) => readers.ReadAsync(query, static (db, query) =>
    {
        var found = new List<TraceEvent>();
        // A condition that is not asked for is not in the statement, so that each way has its index.
        string where = query.MessageId is null ? "" : "AND message_id = ?3 ";
        if (query.Address is not null)
            where += "AND (rcpt = ?4 COLLATE NOCASE OR sender = ?4 COLLATE NOCASE) ";
        if (query.Subject is not null)
            where += "AND message_id IN (SELECT message_id FROM trace WHERE subject = ?6 AND at >= ?1 AND at < ?2) ";
        using var find = db.Prepare($"SELECT message_id, at, kind, sender, rcpt, detail FROM trace WHERE at >= ?1 AND at < ?2 {where}AND ?3 IS ?3 AND ?4 IS ?4 AND ?6 IS ?6 ORDER BY at DESC, id DESC LIMIT ?5")
            .Bind(query.From?.ToUnixTimeMilliseconds() ?? 0).Bind(query.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue).Bind(query.MessageId).Bind(query.Address).Bind(query.Most).Bind(query.Subject ?? 0);
        while (find.Step())
        {
            found.Add(new TraceEvent(
                find.Text(0), DateTimeOffset.FromUnixTimeMilliseconds(find.Long(1)), (TraceKind)find.Int(2), find.Text(3), find.Text(4), find.Text(5)));
        }
        return (IReadOnlyList<TraceEvent>)found;
    }, ct);
}
