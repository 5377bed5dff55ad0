using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Suppressions;

namespace Aether.Storage.Engines.Postgres.Suppressions;

/// <summary>Puts an address on the list.</summary>
internal sealed class AddSuppressionExecutor : PostgresExecutor<AddSuppression, bool>
{
    protected override void Add(PostgresBatch batch, AddSuppression op) => batch.Call("add_suppression", 4)
        .Add(op.Row.Address.Replace("\0", "", StringComparison.Ordinal)).Add(op.Row.Reason.Replace("\0", "", StringComparison.Ordinal)).Add(op.Row.Since).Add(op.Row.Until);

    protected override bool Read(PostgresAnswer answer, AddSuppression op) => answer.Bool(0);
}

/// <summary>Takes an address off the list.</summary>
internal sealed class RemoveSuppressionExecutor : PostgresExecutor<RemoveSuppression, bool>
{
    protected override void Add(PostgresBatch batch, RemoveSuppression op) => batch.Call("remove_suppression", 1).Add(op.Address.Replace("\0", "", StringComparison.Ordinal));

    protected override bool Read(PostgresAnswer answer, RemoveSuppression op) => answer.Bool(0);
}

/// <summary>Forgets addresses whose time is over.</summary>
internal sealed class ForgetSuppressionsExecutor : PostgresExecutor<ForgetSuppressions, int>
{
    protected override void Add(PostgresBatch batch, ForgetSuppressions op) => batch.Call("forget_suppressions", 2).Add(op.Now).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetSuppressions op) => answer.Int(0);
}
