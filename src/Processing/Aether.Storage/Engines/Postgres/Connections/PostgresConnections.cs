using System.Globalization;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Connections;

/// <summary>Makes the engine's connections: a pool that reads, and single ones that write.</summary>
internal sealed class PostgresConnections(NpgsqlConnectionStringBuilder settings, DatabaseLimits limits)
{
    /// <summary>More than the statements that the engine has; each is prepared when a connection uses it again.</summary>
    private const int PreparedStatements = 100;

    public string Place { get; } = PostgresUrl.Shown(settings);

    /// <summary>The pool of connections for queries. Each statement on them is capped: an old snapshot holds back the vacuum.</summary>
    public NpgsqlDataSource Readers(int most)
    {
        var builder = new NpgsqlDataSourceBuilder(Settings("aether", pooling: true).ConnectionString);
        builder.ConnectionStringBuilder.MaxPoolSize = most;
        // The settings below are made once a connection, so it must keep them.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        string set = SetSession(limits.Statement);
        builder.UsePhysicalConnectionInitializer(
            db => Run(db, set),
            async db =>
            {
                await using var command = new NpgsqlCommand(set, db);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }

    /// <summary>A new connection of its own.</summary>
    /// <param name="name">What the database shows it as.</param>
    public async Task<NpgsqlConnection> OpenAsync(string name, CancellationToken ct)
    {
        var db = new NpgsqlConnection(Settings(name, pooling: false).ConnectionString);
        try
        {
            await db.OpenAsync(ct);
            // A commit that is not synced would be a false OK.
            string sync = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
            await using var command = new NpgsqlCommand($"{SetSession(limits.Statement)}; {sync}", db);
            await command.ExecuteNonQueryAsync(ct);
            return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection for the time of opening: a migration may take as long as it takes.</summary>
    public NpgsqlConnection OpenForMigration()
    {
        var builder = Settings("aether-migration", pooling: false);
        builder.CommandTimeout = 0;
        var db = new NpgsqlConnection(builder.ConnectionString);
        db.Open();
        return db;
    }

    private static void Run(NpgsqlConnection db, string sql)
    {
        using var command = new NpgsqlCommand(sql, db);
        command.ExecuteNonQuery();
    }

    /// <summary>Every statement goes by keys, whatever their values: planning it anew costs more than running it.</summary>
    private string SetSession(TimeSpan statement) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT set_config('statement_timeout', '{statement.TotalMilliseconds:0}', false), set_config('lock_timeout', '{limits.Lock.TotalMilliseconds:0}', false), set_config('idle_in_transaction_session_timeout', '{statement.TotalMilliseconds:0}', false), set_config('plan_cache_mode', 'force_generic_plan', false)");

    private NpgsqlConnectionStringBuilder Settings(string name, bool pooling)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = name,
            Pooling = pooling,
            Timeout = Seconds(limits.Connect),
            // Behind the server's own cap: for a server that no longer says anything.
            CommandTimeout = Seconds(limits.Statement) + 5,
            KeepAlive = 10,
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
        };
        if (own.Host!.Contains(',', StringComparison.Ordinal))
        {
            // Of several servers, the one that takes writes; after a failover it is another.
            own.TargetSessionAttributes = "read-write";
            own.HostRecheckSeconds = 1;
        }
        return own;
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
