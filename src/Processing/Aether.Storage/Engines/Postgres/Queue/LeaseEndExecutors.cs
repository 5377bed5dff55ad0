using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Queue;

/// <summary>Gives leases back without an outcome.</summary>
internal sealed class ReturnLeasesExecutor : PostgresExecutor<ReturnLeases, int>
{
    protected override void Add(PostgresBatch batch, ReturnLeases op) => batch.Call("return_leases", 3)
        .Add(op.Leases.Select(lease => lease.Id.Value).ToArray()).Add(op.Leases.Select(lease => lease.Lease).ToArray()).Add(op.DueAt?.ToUnixTimeMilliseconds());

    protected override int Read(PostgresAnswer answer, ReturnLeases op)
    {
        int returned = answer.Int(0);
        if (returned > 0 && op.DueAt is not null)
            answer.QueueBecameDue();
        return returned;
    }
}

/// <summary>Moves the end of leases that hold still.</summary>
internal sealed class ExtendLeasesExecutor : PostgresExecutor<ExtendLeases, int>
{
    protected override void Add(PostgresBatch batch, ExtendLeases op) => batch.Call("extend_leases", 3)
        .Add(op.Leases.Select(lease => lease.Id.Value).ToArray()).Add(op.Leases.Select(lease => lease.Lease).ToArray()).Add(op.Until);

    protected override int Read(PostgresAnswer answer, ExtendLeases op) => answer.Int(0);
}

/// <summary>Notes that a suspicious recipient is tried.</summary>
internal sealed class BeginAloneExecutor : PostgresExecutor<BeginAlone, bool>
{
    protected override void Add(PostgresBatch batch, BeginAlone op) => batch.Call("begin_alone", 2).Add(op.Lease.Id.Value).Add(op.Lease.Lease);

    protected override bool Read(PostgresAnswer answer, BeginAlone op) => answer.Bool(0);
}

/// <summary>Makes due what a process that is gone had leased; the tokens stay odd, so that the next lease knows.</summary>
internal sealed class ReclaimLeasesExecutor : PostgresExecutor<ReclaimLeases, int>
{
    protected override void Add(PostgresBatch batch, ReclaimLeases op) => batch.Call("reclaim_leases", 2).Add(op.Now).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ReclaimLeases op)
    {
        int reclaimed = answer.Int(0);
        if (reclaimed > 0)
            answer.QueueBecameDue();
        return reclaimed;
    }
}
