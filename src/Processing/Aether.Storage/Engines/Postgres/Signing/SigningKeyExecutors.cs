using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Signing;

/// <summary>Inserts a key of a domain that is there.</summary>
internal sealed class AddSigningKeyExecutor : PostgresExecutor<AddSigningKey, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddSigningKey op) => batch.Call("add_signing_key", 6)
        .Add(op.Key.Domain).Add(op.Key.Selector).Add(op.Key.Algorithm).Add(op.Key.Secret).Add((int)op.Key.State).Add(op.Key.Since.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, AddSigningKey op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Changes the state of a key.</summary>
internal sealed class SetSigningKeyStateExecutor : PostgresExecutor<SetSigningKeyState, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetSigningKeyState op) => batch.Call("set_signing_key_state", 4)
        .Add(op.Domain).Add(op.Selector).Add((int)op.State).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, SetSigningKeyState op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes a key.</summary>
internal sealed class RemoveSigningKeyExecutor : PostgresExecutor<RemoveSigningKey, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveSigningKey op) => batch.Call("remove_signing_key", 2).Add(op.Domain).Add(op.Selector);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveSigningKey op) => answer.Named<DirectoryResult>(0);
}
