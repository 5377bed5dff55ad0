using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Inserts a group under an address that is nobody's.</summary>
internal sealed class AddGroupExecutor : PostgresExecutor<AddGroup, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddGroup op) => batch.Call("add_group", 4).Add(op.Name).Add(op.Domain).Add(op.Description).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, AddGroup op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes a group and its list.</summary>
internal sealed class RemoveGroupExecutor : PostgresExecutor<RemoveGroup, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveGroup op) => batch.Call("remove_group", 2).Add(op.Name).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveGroup op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Inserts a member of a group that is there.</summary>
internal sealed class AddMemberExecutor : PostgresExecutor<AddMember, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddMember op) => batch.Call("add_member", 3).Add(op.Group).Add(op.Member).Add(op.Most);

    protected override DirectoryResult Read(PostgresAnswer answer, AddMember op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes a member.</summary>
internal sealed class RemoveMemberExecutor : PostgresExecutor<RemoveMember, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveMember op) => batch.Call("remove_member", 2).Add(op.Group).Add(op.Member);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveMember op) => answer.Named<DirectoryResult>(0);
}
