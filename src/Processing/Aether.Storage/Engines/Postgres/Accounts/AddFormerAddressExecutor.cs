using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Notes that somebody had an address.</summary>
internal sealed class AddFormerAddressExecutor : PostgresExecutor<AddFormerAddress, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddFormerAddress op) => batch.Call("add_former_address", 2).Add(op.Former.Name).Add(op.Former.Since.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, AddFormerAddress op) => answer.Named<DirectoryResult>(0);
}
