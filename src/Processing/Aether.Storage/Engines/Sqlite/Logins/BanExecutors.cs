using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>Inserts or changes a ban, and deletes those that ended.</summary>
internal sealed class AddBanExecutor : SqliteExecutor<AddBan, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddBan op)
    {
        db.Prepare("DELETE FROM ban WHERE until > 0 AND until <= ?").Bind(op.Ban.Since.ToUnixTimeSeconds()).Run();
        db.Prepare("INSERT OR REPLACE INTO ban (network, reason, since, until) VALUES (?, ?, ?, ?)")
            .Bind(op.Ban.Network).Bind(op.Ban.Reason).Bind(op.Ban.Since.ToUnixTimeSeconds()).Bind(op.Ban.Until?.ToUnixTimeSeconds() ?? 0).Run();
        return DirectoryResult.Done;
    }
}

/// <summary>Deletes a ban.</summary>
internal sealed class RemoveBanExecutor : SqliteExecutor<RemoveBan, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveBan op)
    {
        db.Prepare("DELETE FROM ban WHERE network = ?").Bind(op.Network).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
