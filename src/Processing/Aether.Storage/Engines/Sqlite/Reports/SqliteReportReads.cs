using Aether.Storage.Reports;

namespace Aether.Storage.Engines.Sqlite.Reports;

/// <summary>The queries on reports on SQLite.</summary>
internal sealed class SqliteReportReads(SqliteReaders readers) : IReportReads
{
    public const string DueColumns = "id, kind, domain, day, since, due_at, attempts, lost";
    private const string ReceivedColumns = "id, kind, domain, organization, report_id, begins, ends, received, sender, passed, failed, content, verified";
    private const string SourceColumns = "source, author, spf_domain, dkim_domain";

    public ValueTask<IReadOnlyList<ReportTally>> ListTalliesAsync(DueReport report, CancellationToken ct) => readers.ReadAsync(report, static (db, due) =>
    {
        using var list = db.Prepare("SELECT detail, count FROM report_tally WHERE due_id = ? ORDER BY key").Bind(due.Id);
        return (IReadOnlyList<ReportTally>)All(list, row => new ReportTally(due.Kind, due.Domain, due.Day, row.Text(0), row.Long(1)));
    }, ct);

    public ValueTask<IReadOnlyList<DueReport>> ListDueAsync(int most, CancellationToken ct) => readers.ReadAsync(most, static (db, most) =>
    {
        using var list = db.Prepare($"SELECT {DueColumns} FROM report_due ORDER BY due_at, id LIMIT ?").Bind(most);
        return (IReadOnlyList<DueReport>)All(list, ReadDue);
    }, ct);

    public ValueTask<IReadOnlyList<ReceivedReport>> ListReceivedAsync(ReportKind kind, string? domain, long? before, int most, CancellationToken ct) => readers.ReadAsync((kind, domain, before, most), static (db, key) =>
    {
        using var list = db.Prepare($"SELECT {ReceivedColumns} FROM report WHERE kind = ?1 AND (?2 IS NULL OR domain = ?2) AND id < ?3 ORDER BY id DESC LIMIT ?4")
            .Bind((int)key.kind).Bind(key.domain).Bind(key.before ?? long.MaxValue).Bind(key.most);
        return (IReadOnlyList<ReceivedReport>)All(list, ReadReceived);
    }, ct);

    public ValueTask<ReceivedReport?> FindReceivedAsync(ReportKind kind, long id, CancellationToken ct) => readers.ReadAsync((kind, id), static (db, key) =>
    {
        using var find = db.Prepare($"SELECT {ReceivedColumns} FROM report WHERE id = ? AND kind = ?").Bind(key.id).Bind((int)key.kind);
        return find.Step() ? ReadReceived(find) : null;
    }, ct);

    public ValueTask<IReadOnlyList<ReportSource>> ListSourcesAsync(long report, CancellationToken ct) => readers.ReadAsync(report, static (db, report) =>
    {
        using var list = db.Prepare($"SELECT {SourceColumns}, count, spf, dkim, passed FROM report_source WHERE report_id = ? ORDER BY count DESC, {SourceColumns}").Bind(report);
        return (IReadOnlyList<ReportSource>)All(list, ReadSource);
    }, ct);

    public ValueTask<IReadOnlyList<ReportSource>> SumSourcesAsync(ReportKind kind, string domain, DateTimeOffset from, int most, CancellationToken ct) => readers.ReadAsync((kind, domain, from, most), static (db, key) =>
    {
        using var list = db.Prepare(
            """
            SELECT s.source, s.author, s.spf_domain, s.dkim_domain, sum(s.count), sum(s.spf), sum(s.dkim), sum(s.passed)
            FROM report_source s JOIN report r ON r.id = s.report_id WHERE r.kind = ? AND s.domain = ? AND s.ends >= ?
            GROUP BY s.source, s.author, s.spf_domain, s.dkim_domain ORDER BY sum(s.count) DESC, s.source, s.author, s.spf_domain, s.dkim_domain LIMIT ?
            """).Bind((int)key.kind).Bind(key.domain).Bind(key.from.ToUnixTimeMilliseconds()).Bind(key.most);
        return (IReadOnlyList<ReportSource>)All(list, ReadSource);
    }, ct);

    public ValueTask<IReadOnlyList<(string Verified, ReportSource Source)>> SumVerifiedAsync(string domain, DateTimeOffset from, int most, CancellationToken ct) => readers.ReadAsync((domain, from, most), static (db, key) =>
    {
        using var list = db.Prepare(
            $"""
            SELECT s.source, s.author, s.spf_domain, s.dkim_domain, sum(s.count), sum(s.spf), sum(s.dkim), sum(s.passed), r.verified
            FROM report_source s JOIN report r ON r.id = s.report_id WHERE s.domain = ? AND s.ends >= ? AND r.kind = 2 AND r.verified <> ''
            GROUP BY r.verified, s.source, s.author, s.spf_domain, s.dkim_domain ORDER BY sum(s.count) DESC, r.verified, s.source LIMIT ?
            """).Bind(key.domain).Bind(key.from.ToUnixTimeMilliseconds()).Bind(key.most);
        return (IReadOnlyList<(string, ReportSource)>)All(list, row => (row.Text(8), ReadSource(row)));
    }, ct);

    public static DueReport ReadDue(SqliteStatement row) => new(
        row.Long(0), (ReportKind)row.Int(1), row.Text(2), row.Int(3), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(4)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(5)), row.Int(6), row.Long(7));

    private static ReceivedReport ReadReceived(SqliteStatement row) => new(
        row.Long(0), (ReportKind)row.Int(1), row.Text(2), row.Text(3), row.Text(4), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(5)), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(6)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Long(7)), row.Text(8), row.Long(9), row.Long(10), row.Text(11))
    {
        Verified = row.Text(12),
    };

    private static ReportSource ReadSource(SqliteStatement row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Long(4), row.Long(5), row.Long(6), row.Long(7));

    private static List<T> All<T>(SqliteStatement list, Func<SqliteStatement, T> read)
    {
        var all = new List<T>();
        while (list.Step())
            all.Add(read(list));
        return all;
    }
}
