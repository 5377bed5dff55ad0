using System.Collections.Concurrent;
using System.Globalization;
using Aether.Mime.Scanning;
using Aether.Storage;
using Aether.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Aether.Testing.Stores;

/// <summary>
/// Where test stores keep their rows: in a file of their own, or with <c>AETHER_TEST_DATABASE=postgres</c> in a database of
/// their own on one PostgreSQL for all of this process.
/// </summary>
public static class TestDatabases
{
    private const string Template = "aether_template";

    private static readonly Lazy<PostgresServer> Server = new(Start);

    /// <summary>Databases that are made before somebody asks for them: a test starts while the next one's is copied.</summary>
    private static readonly ConcurrentQueue<Task<string>> Ahead = new();

    private const int MostAhead = 2;

    private static int last;

    /// <summary>Test stores are on PostgreSQL.</summary>
    public static bool ArePostgres => Environment.GetEnvironmentVariable("AETHER_TEST_DATABASE") switch
    {
        null or "" or "sqlite" => false,
        "postgres" => true,
        var other => throw new InvalidOperationException($"AETHER_TEST_DATABASE is '{other}': write sqlite or postgres."),
    };

    /// <summary>Their search index is in the database; <c>AETHER_TEST_SEARCH=file</c> has it in a file there too.</summary>
    public static bool SearchesInDatabase => ArePostgres && Search is not SearchPlace.File;

    /// <summary>Where test stores keep their search index.</summary>
    public static SearchPlace Search => Environment.GetEnvironmentVariable("AETHER_TEST_SEARCH") switch
    {
        null or "" => SearchPlace.Auto,
        "file" => SearchPlace.File,
        "database" => SearchPlace.Database,
        var other => throw new InvalidOperationException($"AETHER_TEST_SEARCH is '{other}': write file or database."),
    };

    /// <summary>Asks a test database, given by its URL, as somebody else would.</summary>
    public static async Task<string> SqlAsync(string url, string sql) => (await Shared.SqlAsync(url[(url.LastIndexOf('/') + 1)..], sql)).Trim();

    /// <summary>The server that this process's tests share.</summary>
    public static PostgresServer Shared => Server.Value;

    /// <summary>The URL of a new database with the tables in it.</summary>
    public static string NewPostgres()
    {
        while (Ahead.Count <= MostAhead)
            Ahead.Enqueue(Task.Run(CreateAsync));
        return Shared.Url(Ahead.TryDequeue(out var made) ? Wait(() => made) : Wait(CreateAsync));
    }

    private static async Task<string> CreateAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref last)}");
        await using var db = new NpgsqlConnection($"Host={Shared.Folder};Username=postgres;Database=postgres");
        await db.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {Template} STRATEGY FILE_COPY", db);
        await create.ExecuteNonQueryAsync();
        return name;
    }

    private static PostgresServer Start()
    {
        var server = Wait(PostgresServer.StartAsync);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.EndNow();
        Run(server, "postgres", $"CREATE DATABASE {Template}");
        using var folder = new TemporaryFolder();
        // With a bucket, so that the template belongs to no data folder.
        var options = new StoreOptions(folder.Path, server.Url(Template)) { BlobsUrl = "s3://key:secret@mail?endpoint=http://127.0.0.1:9" };
        var store = MailStore.Open(options, MimeLimits.Default, TimeProvider.System, NullLogger.Instance);
        Wait(async () =>
        {
            await store.DisposeAsync();
            return store;
        });
        return server;
    }

    private static void Run(PostgresServer server, string database, string sql) => Wait(() => server.SqlAsync(database, sql));

#pragma warning disable VSTHRD002 // A test's constructor can't await; nothing else runs on the thread that waits here.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
