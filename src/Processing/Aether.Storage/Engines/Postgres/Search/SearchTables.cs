using Npgsql;

namespace Aether.Storage.Engines.Postgres.Search;

/// <summary>
/// The tables of the index: in a schema of their own, named after their form, so that they can be dropped at any time and no
/// migration carries them. Programs of two forms that run side by side each have their own.
/// </summary>
internal static class SearchTables
{
    public const string Schema = "aether_search_1";

    /// <summary>"AeSe": the key of the advisory lock under which they are made.</summary>
    public const long LockKey = 0x41655365;

    private const string Family = "aether_search_";

    private static readonly string[] Names = ["cursor", "account", "kept", "block", "words"];

    /// <remarks>
    /// <c>words</c> is in parts, so that the pending list and the vacuum of its index stay small. Its key begins with the email:
    /// then no plan for a search by words goes through all of an account.
    /// </remarks>
    private static readonly string Create = $"""
        CREATE SCHEMA {Schema};
        -- Who fills the index, and how far he is.
        CREATE TABLE {Schema}.cursor (
            one int PRIMARY KEY CHECK (one = 1), email_id bigint NOT NULL, token bigint NOT NULL, holder text NOT NULL, until timestamptz NOT NULL) WITH (fillfactor = 20);
        INSERT INTO {Schema}.cursor VALUES (1, 0, 0, '', '-infinity');
        -- How many messages of an account are in no block of signatures, and the last one that is.
        CREATE TABLE {Schema}.account (account_id bigint PRIMARY KEY, loose int NOT NULL, blocked bigint NOT NULL DEFAULT 0) WITH (fillfactor = 70);
        -- Folded text: fields, body up to text_length, words of attachments.
        CREATE TABLE {Schema}.kept (
            account_id bigint NOT NULL, email_id bigint NOT NULL, day int NOT NULL, cut int NOT NULL, fields int NOT NULL, text_length int NOT NULL,
            length int NOT NULL, codec int NOT NULL, checksum bigint NOT NULL, data bytea NOT NULL, PRIMARY KEY (account_id, email_id));
        ALTER TABLE {Schema}.kept ALTER COLUMN data SET STORAGE EXTERNAL;
        CREATE TABLE {Schema}.block (
            account_id bigint NOT NULL, last bigint NOT NULL, first bigint NOT NULL, rows int NOT NULL, emails bytea NOT NULL, days bytea NOT NULL, bits bytea NOT NULL,
            PRIMARY KEY (account_id, last));
        -- Read in slices.
        ALTER TABLE {Schema}.block ALTER COLUMN bits SET STORAGE EXTERNAL, ALTER COLUMN emails SET STORAGE EXTERNAL, ALTER COLUMN days SET STORAGE EXTERNAL;
        CREATE TABLE {Schema}.words (account_id bigint NOT NULL, email_id bigint NOT NULL, whole int NOT NULL, words tsvector NOT NULL, PRIMARY KEY (email_id, account_id))
            PARTITION BY HASH (account_id);
        CREATE INDEX words_words ON {Schema}.words USING gin (words) WITH (gin_pending_list_limit = 1024);
        CREATE INDEX words_cut ON {Schema}.words (account_id) WHERE whole = 0;
        DO $$ BEGIN
            FOR n IN 0 .. 15 LOOP
                EXECUTE format('CREATE TABLE {Schema}.words_%s PARTITION OF {Schema}.words FOR VALUES WITH (MODULUS 16, REMAINDER %s)', n, n);
            END LOOP;
        END $$;
        """;

    /// <summary>Makes them where one is missing, all of them anew.</summary>
    public static async Task EnsureAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        await RunAsync(db, $"SELECT pg_advisory_xact_lock({LockKey})", ct);
        string missing = string.Join(" + ", Names.Select(name => $"(to_regclass('{Schema}.{name}') IS NULL)::int"));
        await using (var ask = new NpgsqlCommand($"SELECT {missing}", db))
        {
            if (await ask.ExecuteScalarAsync(ct) is 0)
                return;
        }
        await RunAsync(db, $"DROP SCHEMA IF EXISTS {Schema} CASCADE; {Create}", ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Drops them, and those of other forms that a former program left.</summary>
    public static async Task DropAsync(NpgsqlConnection db, CancellationToken ct)
    {
        await using var transaction = await db.BeginTransactionAsync(ct);
        await RunAsync(db, $"SELECT pg_advisory_xact_lock({LockKey})", ct);
        await RunAsync(db, $"""
            DO $$ DECLARE
                v_name text;
            BEGIN
                FOR v_name IN SELECT nspname FROM pg_namespace WHERE starts_with(nspname, '{Family}') LOOP
                    EXECUTE format('DROP SCHEMA %I CASCADE', v_name);
                END LOOP;
            END $$
            """, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection db, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync(ct);
    }
}
