namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors ask of the alias table.</summary>
internal static class AliasRows
{
    public static bool Exists(SqliteWrite db, string name)
    {
        using var find = db.Prepare("SELECT 1 FROM alias WHERE name = ?").Bind(name);
        return find.Step();
    }
}
