namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors ask of the groups.</summary>
internal static class GroupRows
{
    public static bool Exists(SqliteWrite db, string name)
    {
        using var find = db.Prepare("SELECT 1 FROM mail_group WHERE name = ?").Bind(name);
        return find.Step();
    }
}
