using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Reports;

namespace Aether.Storage.Engines.Postgres.Reports;

/// <summary>The queries on reports on PostgreSQL.</summary>
internal sealed class PostgresReportReads(PostgresReaders readers) : IReportReads
{
    private const string DueColumns = "id, kind, domain, day, since, due_at, attempts, lost";
    private const string ReceivedColumns = "id, kind, domain, organization, report_id, begins, ends, received, sender, passed, failed, content, verified";
    private const string SourceColumns = "source, author, spf_domain, dkim_domain";

    public ValueTask<IReadOnlyList<ReportTally>> ListTalliesAsync(DueReport report, CancellationToken ct) => readers.ListAsync(
        "SELECT detail, count FROM report_tally WHERE due_id = $1 ORDER BY key", add => add.Add(report.Id),
        row => new ReportTally(report.Kind, report.Domain, report.Day, row.Text(0), row.Long(1)), ct);

    public ValueTask<IReadOnlyList<DueReport>> ListDueAsync(int most, CancellationToken ct) =>
        readers.ListAsync($"SELECT {DueColumns} FROM report_due ORDER BY due_at, id LIMIT $1", add => add.Add(most), ReadDue, ct);

    public ValueTask<IReadOnlyList<ReceivedReport>> ListReceivedAsync(ReportKind kind, string? domain, long? before, int most, CancellationToken ct) => readers.ListAsync(
        $"SELECT {ReceivedColumns} FROM report WHERE kind = $1 AND ($2::text IS NULL OR domain = $2) AND id < $3 ORDER BY id DESC LIMIT $4",
        add => add.Add((int)kind).Add(domain).Add(before ?? long.MaxValue).Add(most), ReadReceived, ct);

    public ValueTask<ReceivedReport?> FindReceivedAsync(ReportKind kind, long id, CancellationToken ct) =>
        readers.FindAsync<ReceivedReport?>($"SELECT {ReceivedColumns} FROM report WHERE id = $1 AND kind = $2", add => add.Add(id).Add((int)kind), ReadReceived, ct);

    public ValueTask<IReadOnlyList<ReportSource>> ListSourcesAsync(long report, CancellationToken ct) => readers.ListAsync(
        $"SELECT {SourceColumns}, count, spf, dkim, passed FROM report_source WHERE report_id = $1 ORDER BY count DESC, {SourceColumns}", add => add.Add(report), ReadSource, ct);

    public ValueTask<IReadOnlyList<ReportSource>> SumSourcesAsync(ReportKind kind, string domain, DateTimeOffset from, int most, CancellationToken ct) => readers.ListAsync(
        """
        SELECT s.source, s.author, s.spf_domain, s.dkim_domain, sum(s.count)::bigint, sum(s.spf)::bigint, sum(s.dkim)::bigint, sum(s.passed)::bigint
        FROM report_source s JOIN report r ON r.id = s.report_id WHERE r.kind = $1 AND s.domain = $2 AND s.ends >= $3
        GROUP BY s.source, s.author, s.spf_domain, s.dkim_domain ORDER BY sum(s.count) DESC, s.source, s.author, s.spf_domain, s.dkim_domain LIMIT $4
        """,
        add => add.Add((int)kind).Add(domain).Add(from).Add(most), ReadSource, ct);

    public ValueTask<IReadOnlyList<(string Verified, ReportSource Source)>> SumVerifiedAsync(string domain, DateTimeOffset from, int most, CancellationToken ct) => readers.ListAsync(
        """
        SELECT s.source, s.author, s.spf_domain, s.dkim_domain, sum(s.count)::bigint, sum(s.spf)::bigint, sum(s.dkim)::bigint, sum(s.passed)::bigint, r.verified
        FROM report_source s JOIN report r ON r.id = s.report_id WHERE s.domain = $1 AND s.ends >= $2 AND r.kind = 2 AND r.verified <> ''
        GROUP BY r.verified, s.source, s.author, s.spf_domain, s.dkim_domain ORDER BY sum(s.count) DESC, r.verified, s.source LIMIT $3
        """,
        add => add.Add(domain).Add(from).Add(most), row => (row.Text(8), ReadSource(row)), ct);

    public static DueReport ReadDue(PostgresRows row) => new(
        row.Long(0), (ReportKind)row.Int(1), row.Text(2), row.Int(3), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(4)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(5)), row.Int(6), row.Long(7));

    private static ReceivedReport ReadReceived(PostgresRows row) => new(
        row.Long(0), (ReportKind)row.Int(1), row.Text(2), row.Text(3), row.Text(4), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(5)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(6)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Long(7)), row.Text(8), row.Long(9), row.Long(10), row.Text(11))
    {
        Verified = row.Text(12),
    };

    private static ReportSource ReadSource(PostgresRows row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Long(4), row.Long(5), row.Long(6), row.Long(7));
}
