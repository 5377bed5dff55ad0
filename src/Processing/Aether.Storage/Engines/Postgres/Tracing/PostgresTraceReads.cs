using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Tracing;

namespace Aether.Storage.Engines.Postgres.Tracing;

/// <summary>The query on traces on PostgreSQL.</summary>
internal sealed class PostgresTraceReads(PostgresReaders readers) : ITraceReads
{
    public ValueTask<IReadOnlyList<TraceEvent>> FindAsync(TraceQuery query, CancellationToken ct) => readers.ListAsync(
        """
        SELECT message_id, at, kind, sender, rcpt, detail FROM trace
        WHERE at >= $1 AND at < $2 AND ($3::text IS NULL OR message_id = $3) AND ($4::text IS NULL OR lower(rcpt) = lower($4) OR lower(sender) = lower($4))
            AND ($6::bigint IS NULL OR message_id IN (SELECT s.message_id FROM trace s WHERE s.subject = $6 AND s.at >= $1 AND s.at < $2))
        ORDER BY at DESC, id DESC LIMIT $5
        """,
        add => add.Add(query.From?.ToUnixTimeMilliseconds() ?? 0).Add(query.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue).Add(query.MessageId).Add(query.Address).Add(query.Most).Add(query.Subject),
        row => new TraceEvent(row.Text(0), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(1)), (TraceKind)row.Int(2), row.Text(3), row.Text(4), row.Text(5)),
        ct);
}
