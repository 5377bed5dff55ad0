using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>Strikes emails off the list of those that the index has to forget.</summary>
internal sealed class SettleGoneExecutor : PostgresExecutor<SettleGone, int>
{
    protected override void Add(PostgresBatch batch, SettleGone op) => batch.Call("settle_gone", 1).Add(op.Emails.Select(email => email.Value).ToArray());

    protected override int Read(PostgresAnswer answer, SettleGone op) => answer.Int(0);
}
