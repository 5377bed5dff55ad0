using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Replaces the password records.</summary>
internal sealed class SetSecretExecutor : PostgresExecutor<SetSecret, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetSecret op) => batch.Call("set_secret", 2).Add(op.Address).Add(op.Secret);

    protected override DirectoryResult Read(PostgresAnswer answer, SetSecret op) => answer.Named<DirectoryResult>(0);
}
