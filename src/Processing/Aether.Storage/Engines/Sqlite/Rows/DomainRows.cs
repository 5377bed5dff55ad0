namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors ask of the domain table.</summary>
internal static class DomainRows
{
    public static bool Exists(SqliteWrite db, string name)
    {
        using var find = db.Prepare("SELECT 1 FROM domain WHERE name = ?").Bind(name);
        return find.Step();
    }
}
