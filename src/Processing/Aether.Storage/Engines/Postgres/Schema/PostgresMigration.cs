using System.Data;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Schema;

/// <summary>Brings a database to the newest version. One node at a time does it, behind an advisory lock; the others wait and find it done.</summary>
internal static class PostgresMigration
{
    /// <summary>"Aeth": the key of the advisory lock.</summary>
    public const long LockKey = 0x41657468;

    /// <summary>Checks and migrates, each step in a transaction of its own, and installs this program's functions.</summary>
    /// <param name="place">The database as the operator knows it, for messages.</param>
    /// <returns>The schema that holds the functions.</returns>
    /// <exception cref="StoreOpenException">It is not ours, or a newer program wrote it.</exception>
    public static string Run(NpgsqlConnection db, string place) => Run(db, place, PostgresSchema.Newest);

    /// <summary>The same, no further than to a version.</summary>
    public static string Run(NpgsqlConnection db, string place, int target)
    {
        RequireUtf8(db, place);
        Execute(db, $"SELECT pg_advisory_lock({LockKey})");
        try
        {
            Migrate(db, place, target);
            return PostgresCode.Install(db);
        }
        finally
        {
            // A lock of a connection that broke is gone with it, and why it broke is what the caller has to hear.
            if (db.State is ConnectionState.Open)
                Execute(db, $"SELECT pg_advisory_unlock({LockKey})");
        }
    }

    private static void Migrate(NpgsqlConnection db, string place, int target)
    {
        if (Number(db, "SELECT count(*) FROM pg_class WHERE oid = to_regclass('aether_schema')") == 0)
        {
            if (Number(db, "SELECT count(*) FROM pg_class WHERE oid IN (to_regclass('account'), to_regclass('message'), to_regclass('domain'))") > 0)
                throw new StoreOpenException(StoreOpenFailure.Damaged, $"{place} is not an Aether Mailer database.");
            Execute(db, "CREATE TABLE aether_schema (version int NOT NULL, readable int NOT NULL); INSERT INTO aether_schema VALUES (0, 0)");
        }

        int version = (int)Number(db, "SELECT version FROM aether_schema");
        // A newer program may have gone ahead and left the tables so that this one still can work on them.
        if (Number(db, "SELECT readable FROM aether_schema") > PostgresSchema.Newest)
            throw new StoreOpenException(StoreOpenFailure.UnknownSchema, $"{place} has schema version {version}, this program knows up to {PostgresSchema.Newest}: run the newer program, or restore a backup.");

        for (; version < target; version++)
        {
            var step = PostgresSchema.Steps[version];
            Execute(db, $"BEGIN; {step.Sql} UPDATE aether_schema SET version = {version + 1}, readable = {step.Readable}; COMMIT");
        }
    }

    private static void RequireUtf8(NpgsqlConnection db, string place)
    {
        using var ask = new NpgsqlCommand("SHOW server_encoding", db);
        if (ask.ExecuteScalar() is not "UTF8" and var encoding)
            throw new StoreOpenException(StoreOpenFailure.Damaged, $"{place} has the encoding {encoding}: create it with ENCODING 'UTF8'.");
    }

    private static long Number(NpgsqlConnection db, string sql)
    {
        using var command = new NpgsqlCommand(sql, db);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Execute(NpgsqlConnection db, string sql)
    {
        using var command = new NpgsqlCommand(sql, db);
        command.ExecuteNonQuery();
    }
}
