using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Leases;

namespace Aether.Storage.Engines.Postgres.Leases;

/// <summary>Takes a lease unless it is held.</summary>
internal sealed class TakeLeaseExecutor : PostgresExecutor<TakeLease, bool>
{
    protected override void Add(PostgresBatch batch, TakeLease op) => batch.Call("take_lease", 4).Add(op.Lease.Name).Add(op.Lease.Token).Add(op.Now).Add(op.Until);

    protected override bool Read(PostgresAnswer answer, TakeLease op) => answer.Bool(0);
}

/// <summary>Prolongs a hold.</summary>
internal sealed class KeepLeaseExecutor : PostgresExecutor<KeepLease, bool>
{
    protected override void Add(PostgresBatch batch, KeepLease op) => batch.Call("keep_lease", 3).Add(op.Lease.Name).Add(op.Lease.Token).Add(op.Until);

    protected override bool Read(PostgresAnswer answer, KeepLease op) => answer.Bool(0);
}

/// <summary>Ends a hold.</summary>
internal sealed class DropLeaseExecutor : PostgresExecutor<DropLease, bool>
{
    protected override void Add(PostgresBatch batch, DropLease op) => batch.Call("drop_lease", 2).Add(op.Lease.Name).Add(op.Lease.Token);

    protected override bool Read(PostgresAnswer answer, DropLease op) => answer.Bool(0);
}
