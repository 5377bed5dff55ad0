using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>Inserts an app password, up to as many as an account may have.</summary>
internal sealed class AddAppPasswordExecutor : PostgresExecutor<AddAppPassword, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddAppPassword op) => batch.Call("add_app_password", 9)
        .Add(op.Address).Add(op.Row.Name).Add(op.Row.Records).Add(op.Row.Sealed).Add(op.Row.Protocols).Add(op.Row.Networks)
        .Add(op.Row.Created.ToUnixTimeSeconds()).Add(op.Row.Expires?.ToUnixTimeSeconds() ?? 0L).Add(op.Most);

    protected override DirectoryResult Read(PostgresAnswer answer, AddAppPassword op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes an app password.</summary>
internal sealed class RemoveAppPasswordExecutor : PostgresExecutor<RemoveAppPassword, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveAppPassword op) => batch.Call("remove_app_password", 2).Add(op.Address).Add(op.Name);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveAppPassword op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Writes down when an app password was used.</summary>
internal sealed class TouchAppPasswordExecutor : PostgresExecutor<TouchAppPassword, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, TouchAppPassword op) => batch.Call("touch_app_password", 4).Add(op.Account.Value).Add(op.Name).Add(op.Now.ToUnixTimeSeconds()).Add(op.From);

    protected override DirectoryResult Read(PostgresAnswer answer, TouchAppPassword op) => answer.Named<DirectoryResult>(0);
}
