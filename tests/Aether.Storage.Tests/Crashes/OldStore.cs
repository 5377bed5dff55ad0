using Aether.Storage.Engines.Sqlite;

namespace Aether.Storage.Tests.Crashes;

/// <summary>Makes stores as former programs left them: the tables of an older version, filled with what they could hold of a store of today.</summary>
internal static class OldStore
{
    /// <param name="source">Data folder of a store that was closed.</param>
    /// <param name="target">A folder that does not exist yet.</param>
    public static void Make(string source, string target, long version)
    {
        Directory.CreateDirectory(Path.Combine(target, "segments"));
        foreach (string segment in Directory.GetFiles(Path.Combine(source, "segments")))
            File.Copy(segment, Path.Combine(target, "segments", Path.GetFileName(segment)));

        string path = Path.Combine(target, "aether.db");
        using var db = SqliteConnection.Open(new SqliteFile(path, null), SqliteAccess.Write);
        db.Execute("PRAGMA journal_mode = WAL");
        SqliteSchema.Migrate(db, path, version);
        db.Execute($"ATTACH '{Path.Combine(source, "aether.db")}' AS later; BEGIN");
        foreach (string table in Names(db, "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        {
            string columns = string.Join(", ", Names(db, $"SELECT name FROM pragma_table_info('{table}', 'main') INTERSECT SELECT name FROM pragma_table_info('{table}', 'later')"));
            // Counters that came later are made by the step that needs them.
            db.Execute(table == "counter"
                ? "UPDATE main.counter SET next = (SELECT l.next FROM later.counter l WHERE l.name = counter.name)"
                : $"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM later.{table}");
        }
        // Before there was a table for it, the row of an email said where it is, whatever became of it.
        if (Names(db, "SELECT name FROM main.sqlite_master WHERE name = 'place'").Count == 0)
            db.Execute("UPDATE main.email SET places = p.places FROM later.place p WHERE p.email_id = email.id");
        db.Execute("""
            DELETE FROM main.sqlite_sequence;
            INSERT INTO main.sqlite_sequence SELECT * FROM later.sqlite_sequence WHERE name IN (SELECT name FROM main.sqlite_master);
            COMMIT; DETACH later
            """);
    }

    private static List<string> Names(SqliteConnection db, string sql)
    {
        var names = new List<string>();
        using var query = db.Prepare(sql);
        while (query.Step())
            names.Add(query.Text(0));
        return names;
    }
}
