using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>Adds logins to the row of their kind and day.</summary>
internal sealed class AddLoginsExecutor : PostgresExecutor<AddLogins, int>
{
    protected override void Add(PostgresBatch batch, AddLogins op) => batch.Call("add_logins", 9)
        .Add(op.Counts.Select(one => one.Account.Value).ToArray())
        .Add(op.Counts.Select(one => LoginHistory.DayOf(one.First)).ToArray())
        .Add(op.Counts.Select(one => one.Protocol).ToArray())
        .Add(op.Counts.Select(one => one.Peer).ToArray())
        .Add(op.Counts.Select(one => one.App).ToArray())
        .Add(op.Counts.Select(one => one.Succeeded ? 1 : 0).ToArray())
        .Add(op.Counts.Select(one => one.First.ToUnixTimeSeconds()).ToArray())
        .Add(op.Counts.Select(one => one.Last.ToUnixTimeSeconds()).ToArray())
        .Add(op.Counts.Select(one => one.Count).ToArray());

    protected override int Read(PostgresAnswer answer, AddLogins op) => answer.Int(0);
}

/// <summary>Deletes the logins of days before.</summary>
internal sealed class ForgetLoginsExecutor : PostgresExecutor<ForgetLogins, int>
{
    protected override void Add(PostgresBatch batch, ForgetLogins op) => batch.Call("forget_logins", 2).Add(LoginHistory.DayOf(op.Before)).Add(op.Most);

    protected override int Read(PostgresAnswer answer, ForgetLogins op) => answer.Int(0);
}
