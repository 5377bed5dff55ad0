using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Grants;

namespace Aether.Storage.Engines.Postgres.Grants;

/// <summary>Inserts a signing key where none is new.</summary>
internal sealed class AddOauthKeyExecutor : PostgresExecutor<AddOauthKey, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddOauthKey op) => batch.Call("add_oauth_key", 4)
        .Add(op.Key.Id).Add(op.Key.Secret).Add(op.Key.Created.ToUnixTimeSeconds()).Add(op.UnlessAfter.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, AddOauthKey op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Inserts a program, up to as many as there may be.</summary>
internal sealed class AddOauthClientExecutor : PostgresExecutor<AddOauthClient, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddOauthClient op) => batch.Call("add_oauth_client", 5)
        .Add(op.Client.Id).Add(op.Client.Name).Add(string.Join(' ', op.Client.Redirects)).Add(op.Client.Created.ToUnixTimeSeconds()).Add(op.Most);

    protected override DirectoryResult Read(PostgresAnswer answer, AddOauthClient op) => answer.Named<DirectoryResult>(0);
}
