using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Reports;

namespace Aether.Storage.Engines.Postgres.Reports;

/// <summary>Adds to what reports will tell.</summary>
internal sealed class AddTalliesExecutor : PostgresExecutor<AddTallies, int>
{
    protected override void Add(PostgresBatch batch, AddTallies op) => batch.Call("add_tallies", 10)
        .Add(op.Tallies.Select(tally => (int)tally.Kind).ToArray())
        .Add(op.Tallies.Select(tally => tally.Domain).ToArray())
        .Add(op.Tallies.Select(tally => tally.Day).ToArray())
        .Add(op.Tallies.Select(tally => ReportTally.StartOf(tally.Kind, tally.Day + 1).ToUnixTimeMilliseconds()).ToArray())
        .Add(op.Tallies.Select(tally => tally.Key).ToArray())
        .Add(op.Tallies.Select(tally => tally.Detail).ToArray())
        .Add(op.Tallies.Select(tally => tally.Count).ToArray())
        .Add(op.Bounds.Domains).Add(op.Bounds.Details).Add(op.Now);

    protected override int Read(PostgresAnswer answer, AddTallies op) => answer.Int(0);
}

/// <summary>Takes one report that is due.</summary>
internal sealed class LeaseReportExecutor : PostgresExecutor<LeaseReport, DueReport?>
{
    protected override void Add(PostgresBatch batch, LeaseReport op) => batch.Call("lease_report", 3).Add(op.DueBefore).Add(op.Now).Add(op.Until);

    protected override DueReport? Read(PostgresAnswer answer, LeaseReport op) => answer.IsNull(0) ? null : PostgresReportReads.ReadDue(answer);
}

/// <summary>Puts a report off.</summary>
internal sealed class DelayReportExecutor : PostgresExecutor<DelayReport, bool>
{
    protected override void Add(PostgresBatch batch, DelayReport op) => batch.Call("delay_report", 2).Add(op.Id).Add(op.Until);

    protected override bool Read(PostgresAnswer answer, DelayReport op) => answer.Bool(0);
}

/// <summary>Forgets what a report told.</summary>
internal sealed class EndReportExecutor : PostgresExecutor<EndReport, bool>
{
    protected override void Add(PostgresBatch batch, EndReport op) => batch.Call("end_report", 1).Add(op.Id);

    protected override bool Read(PostgresAnswer answer, EndReport op) => answer.Bool(0);
}
