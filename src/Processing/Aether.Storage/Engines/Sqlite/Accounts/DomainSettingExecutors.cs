using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Sets something for a domain that is there.</summary>
internal sealed class SetDomainSettingExecutor : SqliteExecutor<SetDomainSetting, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetDomainSetting op) => DomainRows.Set(db, op.Setting);
}

/// <summary>Takes it back.</summary>
internal sealed class RemoveDomainSettingExecutor : SqliteExecutor<RemoveDomainSetting, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveDomainSetting op)
    {
        db.Prepare("DELETE FROM domain_setting WHERE domain = ? AND name = ?").Bind(op.Domain).Bind(op.Name).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
