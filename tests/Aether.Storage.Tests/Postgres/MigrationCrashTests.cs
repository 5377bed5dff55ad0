using Aether.Mime.Scanning;
using Aether.Storage.Engines.Postgres.Schema;
using Aether.Storage.Tests.Crashes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Npgsql;

namespace Aether.Storage.Tests.Postgres;

/// <summary>
/// A database with mail in it is brought from each older version to the next, and the server is killed when all of a step is
/// done but for its end. The step must have happened not at all, and the next start must do it with nothing lost.
/// </summary>
[Trait("Engine", "own")]
public sealed class MigrationCrashTests
{
    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_migration_loses_nothing()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.SqlAsync("postgres", "CREATE DATABASE filled");
        string snapshot = await FillAsync(server.Url("filled"));
        await server.SqlAsync("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'filled'");

        for (int version = 1; version < PostgresSchema.Newest; version++)
        {
            string old = $"old_{version}";
            await server.SqlAsync("postgres", $"CREATE DATABASE {old}");
            await MakeOldAsync(server.Url("filled"), server.Url(old), version);
            await KillWhileMigratingAsync(server, old);

            Assert.Equal($"{version}", (await server.SqlAsync(old, "SELECT version FROM aether_schema")).Trim());
            using var folder = new TemporaryFolder();
            await using (var store = Open(server.Url(old), folder))
            {
                Assert.Equal(snapshot, await StoreSnapshot.TakeAsync(store));
                Assert.Empty((await store.Verifier.VerifyAsync(default)).Findings);
            }
            Assert.Equal($"{PostgresSchema.Newest}", (await server.SqlAsync(old, "SELECT version FROM aether_schema")).Trim());
        }
    }

    private static async Task<string> FillAsync(string url)
    {
        using var folder = new TemporaryFolder();
        await using var store = Open(url, folder);
        await CrashWorkload.FillAsync(store);
        return await StoreSnapshot.TakeAsync(store);
    }

    /// <summary>The tables of an older version, filled with what they could hold of today's.</summary>
    private static async Task MakeOldAsync(string source, string target, int version)
    {
        await using var from = await OpenAsync(source);
        await using var to = await OpenAsync(target);
        PostgresMigration.Run(to, "old", version);
        const string Columns = "SELECT table_name || ' ' || string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'aether_schema' GROUP BY table_name";
        var there = (await ListAsync(from, Columns)).ToDictionary(line => line.Split(' ')[0], line => line.Split(' ')[1].Split(','));
        foreach (string line in await ListAsync(to, Columns))
        {
            string table = line.Split(' ')[0];
            string columns = string.Join(", ", line.Split(' ')[1].Split(',').Intersect(there[table]));
            using var reader = await from.BeginTextExportAsync($"COPY {table} ({columns}) TO STDOUT");
            await using var writer = await to.BeginTextImportAsync($"COPY {table} ({columns}) FROM STDIN");
            await writer.WriteAsync(await reader.ReadToEndAsync());
        }
        foreach (string sequence in await ListAsync(to, "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public'"))
        {
            string last = Assert.Single(await ListAsync(from, $"SELECT last_value::text || ', ' || is_called FROM {sequence}"));
            await ListAsync(to, $"SELECT setval('{sequence}', {last})::text");
        }
    }

    /// <summary>Each step ends by writing down the version: there it is held, and the server killed.</summary>
    private static async Task KillWhileMigratingAsync(PostgresServer server, string database)
    {
        await using (var holder = await OpenAsync(server.Url(database)))
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await ListAsync(holder, "LOCK TABLE aether_schema IN SHARE MODE");
            var migration = Task.Run(async () =>
            {
                await using var db = await OpenAsync(server.Url(database));
                PostgresMigration.Run(db, "old");
            });
            await Eventually.IsTrueAsync(
                async () => (await server.SqlAsync("postgres", $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock' AND query LIKE '%UPDATE aether_schema%'")).Trim() == "1",
                "the step waits at its end");
            await server.KillAsync();
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => migration);
        }
        await server.StartAgainAsync();
    }

    private static MailStore Open(string url, TemporaryFolder folder) => MailStore.Open(new StoreContext(
        new StoreOptions(folder.Path, url, Readers: 2) { BlobsUrl = "s3://key:secret@mail?endpoint=http://127.0.0.1:9" }, MimeLimits.Default, CrashWorkload.NewClock(), e => throw e));

    private static async Task<NpgsqlConnection> OpenAsync(string url)
    {
        var db = new NpgsqlConnection(Engines.Postgres.PostgresUrl.Parse(url, out _)!.ConnectionString + ";Pooling=false");
        await db.OpenAsync();
        return db;
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection db, string sql)
    {
        var lines = new List<string>();
        await using var command = new NpgsqlCommand(sql, db);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
