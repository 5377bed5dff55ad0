using Aether.Storage.Reports;

namespace Aether.Storage.Engines.Sqlite.Reports;

/// <summary>Adds to what reports will tell.</summary>
internal sealed class AddTalliesExecutor : SqliteExecutor<AddTallies, int>
{
    protected override int Execute(SqliteWrite db, AddTallies op)
    {
        int lost = 0;
        foreach (var tally in op.Tallies)
        {
            if (Open(db, tally, op) is not { } report)
                lost++;
            else if (!TryAdd(db, report, tally, op.Bounds.Details))
                db.Prepare("UPDATE report_due SET lost = lost + ? WHERE id = ?").Bind(tally.Count).Bind(report).Run();
        }

        return lost;
    }

    /// <returns>The report that is still open for such things, or null: too many domains wait for one.</returns>
    private static long? Open(SqliteWrite db, ReportTally tally, AddTallies op)
    {
        using (var find = db.Prepare("SELECT id FROM report_due WHERE kind = ? AND domain = ? AND day = ? AND attempts = 0").Bind((int)tally.Kind).Bind(tally.Domain).Bind(tally.Day))
        {
            if (find.Step())
                return find.Long(0);
        }

        using (var count = db.Prepare("SELECT count(*) FROM report_due WHERE kind = ?").Bind((int)tally.Kind))
        {
            if (count.Step() && count.Long(0) >= op.Bounds.Domains)
                return null;
        }

        db.Prepare("INSERT INTO report_due (kind, domain, day, since, due_at) VALUES (?, ?, ?, ?, ?)")
            .Bind((int)tally.Kind).Bind(tally.Domain).Bind(tally.Day).Bind(op.Now.ToUnixTimeMilliseconds()).Bind(ReportTally.StartOf(tally.Kind, tally.Day + 1).ToUnixTimeMilliseconds()).Run();
        return db.LastRowId;
    }

    private static bool TryAdd(SqliteWrite db, long report, ReportTally tally, int most)
    {
        db.Prepare("UPDATE report_tally SET count = count + ? WHERE due_id = ? AND key = ?").Bind(tally.Count).Bind(report).Bind(tally.Key).Run();
        if (db.Changes == 1)
            return true;
        db.Prepare("UPDATE report_due SET details = details + 1 WHERE id = ? AND details < ?").Bind(report).Bind(most).Run();
        if (db.Changes == 0)
            return false;
        db.Prepare("INSERT INTO report_tally (due_id, key, detail, count) VALUES (?, ?, ?, ?)").Bind(report).Bind(tally.Key).Bind(tally.Detail).Bind(tally.Count).Run();
        return true;
    }
}

/// <summary>Takes one report that is due.</summary>
internal sealed class LeaseReportExecutor : SqliteExecutor<LeaseReport, DueReport?>
{
    protected override DueReport? Execute(SqliteWrite db, LeaseReport op)
    {
        using var lease = db.Prepare(
            $"""
            UPDATE report_due SET attempts = attempts + 1, lease_until = ?
            WHERE id = (SELECT id FROM report_due WHERE due_at <= ? AND lease_until <= ? ORDER BY due_at, id LIMIT 1) RETURNING {SqliteReportReads.DueColumns}
            """).Bind(op.Until.ToUnixTimeMilliseconds()).Bind(op.DueBefore.ToUnixTimeMilliseconds()).Bind(op.Now.ToUnixTimeMilliseconds());
        return lease.Step() ? SqliteReportReads.ReadDue(lease) : null;
    }
}

/// <summary>Puts a report off.</summary>
internal sealed class DelayReportExecutor : SqliteExecutor<DelayReport, bool>
{
    protected override bool Execute(SqliteWrite db, DelayReport op)
    {
        db.Prepare("UPDATE report_due SET lease_until = ? WHERE id = ?").Bind(op.Until.ToUnixTimeMilliseconds()).Bind(op.Id).Run();
        return db.Changes == 1;
    }
}

/// <summary>Forgets what a report told.</summary>
internal sealed class EndReportExecutor : SqliteExecutor<EndReport, bool>
{
    protected override bool Execute(SqliteWrite db, EndReport op)
    {
        db.Prepare("DELETE FROM report_tally WHERE due_id = ?").Bind(op.Id).Run();
        db.Prepare("DELETE FROM report_due WHERE id = ?").Bind(op.Id).Run();
        return db.Changes == 1;
    }
}
