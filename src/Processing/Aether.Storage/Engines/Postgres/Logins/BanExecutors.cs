using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>Inserts or changes a ban, and deletes those that ended.</summary>
internal sealed class AddBanExecutor : PostgresExecutor<AddBan, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddBan op) => batch.Call("add_ban", 4)
        .Add(op.Ban.Network).Add(op.Ban.Reason).Add(op.Ban.Since.ToUnixTimeSeconds()).Add(op.Ban.Until?.ToUnixTimeSeconds() ?? 0L);

    protected override DirectoryResult Read(PostgresAnswer answer, AddBan op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Deletes a ban.</summary>
internal sealed class RemoveBanExecutor : PostgresExecutor<RemoveBan, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveBan op) => batch.Call("remove_ban", 1).Add(op.Network);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveBan op) => answer.Named<DirectoryResult>(0);
}
