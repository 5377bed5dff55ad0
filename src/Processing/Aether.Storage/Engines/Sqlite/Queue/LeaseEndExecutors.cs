using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Gives leases back without an outcome.</summary>
internal sealed class ReturnLeasesExecutor : SqliteExecutor<ReturnLeases, int>
{
    protected override int Execute(SqliteWrite db, ReturnLeases op)
    {
        int returned = 0;
        foreach (var (id, lease) in op.Leases)
        {
            db.Prepare("UPDATE queue_rcpt SET lease = lease + 1, interrupted = min(interrupted, 2), due_at = CASE WHEN ?1 = 0 THEN due_at ELSE ?1 END WHERE id = ?2 AND lease = ?3")
                .Bind(op.DueAt?.ToUnixTimeMilliseconds() ?? 0).Bind(id.Value).Bind(lease).Run();
            returned += db.Changes;
        }

        if (returned > 0 && op.DueAt is not null)
            db.QueueBecameDue();
        return returned;
    }
}

/// <summary>Moves the end of leases that hold still.</summary>
internal sealed class ExtendLeasesExecutor : SqliteExecutor<ExtendLeases, int>
{
    protected override int Execute(SqliteWrite db, ExtendLeases op)
    {
        int held = 0;
        foreach (var (id, lease) in op.Leases)
        {
            db.Prepare("UPDATE queue_rcpt SET due_at = ? WHERE id = ? AND lease = ?").Bind(op.Until.ToUnixTimeMilliseconds()).Bind(id.Value).Bind(lease).Run();
            held += db.Changes;
        }

        return held;
    }
}

/// <summary>Notes that a suspicious recipient is tried.</summary>
internal sealed class BeginAloneExecutor : SqliteExecutor<BeginAlone, bool>
{
    protected override bool Execute(SqliteWrite db, BeginAlone op)
    {
        db.Prepare("UPDATE queue_rcpt SET interrupted = 3 WHERE id = ? AND lease = ?").Bind(op.Lease.Id.Value).Bind(op.Lease.Lease).Run();
        return db.Changes == 1;
    }
}

/// <summary>Makes due what a process that is gone had leased; the tokens stay odd, so that the next lease knows.</summary>
internal sealed class ReclaimLeasesExecutor : SqliteExecutor<ReclaimLeases, int>
{
    protected override int Execute(SqliteWrite db, ReclaimLeases op)
    {
        db.Prepare("UPDATE queue_rcpt SET due_at = ?1 WHERE id IN (SELECT id FROM queue_rcpt WHERE state = 0 AND class IN (1, 0, -1) AND due_at > ?1 AND lease % 2 = 1 LIMIT ?2)")
            .Bind(op.Now.ToUnixTimeMilliseconds()).Bind(op.Most).Run();
        int reclaimed = db.Changes;
        if (reclaimed > 0)
            db.QueueBecameDue();
        return reclaimed;
    }
}
