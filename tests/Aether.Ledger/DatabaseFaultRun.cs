using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>
/// Case F09: the server runs on PostgreSQL and 20 senders send, while the database crashes, is restarted, ends sessions,
/// has no connection left, has its rows held, or may only be read. A message that got 250 must be in its mailbox exactly
/// once; one that was refused or got no answer may be there once or not at all.
/// </summary>
public static class DatabaseFaultRun
{
    private const string Database = "mail";

    private static readonly string[] Users = ["ann@example.test", "bob@example.test"];

    /// <param name="held">How long rows are held, and the database is kept read-only or without connections.</param>
    public static async Task<CrashReport> RunAsync(int events, int seed, TimeSpan held)
    {
        var random = new Random(seed);
        await using var database = await PostgresServer.StartAsync();
        await database.SqlAsync("postgres", $"CREATE DATABASE {Database}");
        await using var server = await AetherServer.StartAsync(config => config["database"] = new JsonObject { ["url"] = database.Url(Database) });
        var senders = new Senders([server.Smtp], Users);
        using var over = new CancellationTokenSource();
        var sending = senders.RunAsync(over.Token);

        var recoveries = new List<TimeSpan>();
        var faults = Enum.GetValues<DatabaseFault>();
        for (int i = 0; i < events; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1500)), TimeProvider.System);
            await InflictAsync(faults[random.Next(faults.Length)], database, held);
            recoveries.Add(await senders.RecoverAsync());
        }

        await over.CancelAsync();
        await sending;
        return await LedgerComparison.RunAsync(server.Imap, Users, senders.Sent, senders.Acknowledged, events, recoveries.Order().ElementAt(recoveries.Count * 95 / 100));
    }

    private static async Task InflictAsync(DatabaseFault fault, PostgresServer database, TimeSpan held)
    {
        string seconds = held.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        switch (fault)
        {
            case DatabaseFault.Crash:
                await database.KillAsync();
                await database.StartAgainAsync();
                break;
            case DatabaseFault.Restart:
                await database.StopAsync();
                await database.StartAgainAsync();
                break;
            case DatabaseFault.EndSessions:
                await EndSessionsAsync(database);
                break;
            case DatabaseFault.NoConnections:
                await database.StopAsync();
                await database.StartAgainAsync("max_connections=12", "superuser_reserved_connections=0");
                await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => database.SqlAsync("postgres", $"SELECT pg_sleep({seconds})").ContinueWith(_ => { }, TaskScheduler.Default)));
                await database.StopAsync(); // or the next fault finds no connection either
                await database.StartAgainAsync();
                break;
            case DatabaseFault.HeldRows:
                await database.SqlAsync(Database, $"BEGIN; SELECT id FROM account FOR UPDATE; SELECT pg_sleep({seconds}); COMMIT");
                break;
            case DatabaseFault.ReadOnly:
                await database.SqlAsync("postgres", $"ALTER DATABASE {Database} SET default_transaction_read_only = on");
                await EndSessionsAsync(database);
                await database.SqlAsync("postgres", $"SELECT pg_sleep({seconds})");
                await database.SqlAsync("postgres", $"ALTER DATABASE {Database} RESET default_transaction_read_only");
                await EndSessionsAsync(database);
                break;
        }
    }

    private static Task<string> EndSessionsAsync(PostgresServer database) =>
        database.SqlAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Database}'");
}
