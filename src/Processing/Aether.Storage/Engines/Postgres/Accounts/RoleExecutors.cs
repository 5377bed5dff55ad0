using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Inserts what an account may do.</summary>
internal sealed class AddRoleExecutor : PostgresExecutor<AddRole, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddRole op) => batch.Call("add_role", 3).Add(op.Grant.Address).Add(op.Grant.Role).Add(op.Grant.Domain);

    protected override DirectoryResult Read(PostgresAnswer answer, AddRole op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes it.</summary>
internal sealed class RemoveRoleExecutor : PostgresExecutor<RemoveRole, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveRole op) => batch.Call("remove_role", 3).Add(op.Grant.Address).Add(op.Grant.Role).Add(op.Grant.Domain);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveRole op) => answer.Named<DirectoryResult>(0);
}
