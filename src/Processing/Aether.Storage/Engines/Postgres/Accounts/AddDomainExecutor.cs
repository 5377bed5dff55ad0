using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Inserts a domain row.</summary>
internal sealed class AddDomainExecutor : PostgresExecutor<AddDomain, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddDomain op) => batch.Call("add_domain", 3).Add(op.Name).Add(op.CatchAll).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, AddDomain op) => answer.Named<DirectoryResult>(0);
}
