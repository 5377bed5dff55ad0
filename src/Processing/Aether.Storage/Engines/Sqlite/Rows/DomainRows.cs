using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors ask of the domain table.</summary>
internal static class DomainRows
{
    public static bool Exists(SqliteWrite db, string name)
    {
        using var find = db.Prepare("SELECT 1 FROM domain WHERE name = ?").Bind(name);
        return find.Step();
    }

    public static DirectoryResult Set(SqliteWrite db, DomainSetting setting)
    {
        if (!Exists(db, setting.Domain))
            return DirectoryResult.NoSuchDomain;
        db.Prepare("INSERT OR REPLACE INTO domain_setting (domain, name, value, since) VALUES (?, ?, ?, ?)")
            .Bind(setting.Domain).Bind(setting.Name).Bind(setting.Value).Bind(setting.Since.ToUnixTimeMilliseconds()).Run();
        return DirectoryResult.Done;
    }
}
