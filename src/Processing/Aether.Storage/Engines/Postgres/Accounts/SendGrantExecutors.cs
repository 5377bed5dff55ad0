using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Lets an account send as somebody else.</summary>
internal sealed class AddSendGrantExecutor : PostgresExecutor<AddSendGrant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddSendGrant op) => batch.Call("add_send_grant", 2).Add(op.Account).Add(op.Subject);

    protected override DirectoryResult Read(PostgresAnswer answer, AddSendGrant op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Takes back that an account may send as somebody else.</summary>
internal sealed class RemoveSendGrantExecutor : PostgresExecutor<RemoveSendGrant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveSendGrant op) => batch.Call("remove_send_grant", 2).Add(op.Account).Add(op.Subject);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveSendGrant op) => answer.Named<DirectoryResult>(0);
}
