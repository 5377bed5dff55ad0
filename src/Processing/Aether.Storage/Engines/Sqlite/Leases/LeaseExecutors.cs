using Aether.Storage.Leases;

namespace Aether.Storage.Engines.Sqlite.Leases;

/// <summary>Takes a lease unless it is held.</summary>
internal sealed class TakeLeaseExecutor : SqliteExecutor<TakeLease, bool>
{
    protected override bool Execute(SqliteWrite db, TakeLease op)
    {
        db.Prepare("""
            INSERT INTO lease (name, token, until) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET token = excluded.token, until = excluded.until WHERE until <= ?4
            """).Bind(op.Lease.Name).Bind(op.Lease.Token).Bind(op.Until.ToUnixTimeMilliseconds()).Bind(op.Now.ToUnixTimeMilliseconds()).Run();
        return db.Changes == 1;
    }
}

/// <summary>Prolongs a hold.</summary>
internal sealed class KeepLeaseExecutor : SqliteExecutor<KeepLease, bool>
{
    protected override bool Execute(SqliteWrite db, KeepLease op)
    {
        db.Prepare("UPDATE lease SET until = ? WHERE name = ? AND token = ?").Bind(op.Until.ToUnixTimeMilliseconds()).Bind(op.Lease.Name).Bind(op.Lease.Token).Run();
        return db.Changes == 1;
    }
}

/// <summary>Ends a hold.</summary>
internal sealed class DropLeaseExecutor : SqliteExecutor<DropLease, bool>
{
    protected override bool Execute(SqliteWrite db, DropLease op)
    {
        db.Prepare("DELETE FROM lease WHERE name = ? AND token = ?").Bind(op.Lease.Name).Bind(op.Lease.Token).Run();
        return db.Changes == 1;
    }
}
