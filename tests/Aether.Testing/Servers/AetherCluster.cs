using System.Text.Json.Nodes;

namespace Aether.Testing.Servers;

/// <summary>Several nodes on one PostgreSQL, one Redis and one bucket, all on loopback; the accounts are ann and bob of example.test.</summary>
public sealed class AetherCluster : IAsyncDisposable
{
    private const string Name = "mail";

    private readonly List<AetherServer> nodes = [];
    private readonly List<NodeLinks> links = [];

    private AetherCluster(PostgresServer database, RedisServer events, FaultyS3 bucket) => (Database, Events, Bucket) = (database, events, bucket);

    public PostgresServer Database { get; }

    public RedisServer Events { get; }

    public FaultyS3 Bucket { get; }

    public IReadOnlyList<AetherServer> Nodes => nodes;

    /// <summary>The networks of each node, where it was started with some.</summary>
    public IReadOnlyList<NodeLinks> Links => links;

    /// <summary>Starts what nodes share, then a node for each entry of <paramref name="roles"/>.</summary>
    /// <param name="roles">As <c>--roles</c> takes them; null is all.</param>
    /// <param name="linked">Each node reaches what they share over networks of its own that can fail.</param>
    public static async Task<AetherCluster> StartAsync(string?[] roles, Action<JsonObject>? change = null, bool linked = false)
    {
        var database = await PostgresServer.StartAsync();
        var events = RedisServer.Absent();
        var bucket = await FaultyS3.StartAsync(TimeProvider.System);
        var cluster = new AetherCluster(database, events, bucket);
        try
        {
            await events.ReturnAsync();
            await database.SqlAsync("postgres", $"CREATE DATABASE {Name}");
            foreach (string? role in roles)
                await cluster.AddNodeAsync(role, change, linked);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs SQL on what the nodes share.</summary>
    public Task<string> SqlAsync(string sql) => Database.SqlAsync(Name, sql);

    private async Task AddNodeAsync(string? roles, Action<JsonObject>? change, bool linked)
    {
        var node = await AetherServer.PrepareNodeAsync(roles, config =>
        {
            config["database"] = new JsonObject { ["url"] = Database.Url(Name) };
            config["blobs"] = new JsonObject { ["url"] = Bucket.Url };
            config["events"] = new JsonObject { ["url"] = Events.Url };
            if (linked)
            {
                links.Add(new NodeLinks(Database, Events, Bucket));
                links[^1].Connect(config, Name);
            }
            change?.Invoke(config);
        });
        nodes.Add(node);
        if (nodes.Count == 1)
        {
            await node.CliAsync(["domain", "add", "example.test"]);
            await node.AddAccountAsync("ann@example.test");
            await node.AddAccountAsync("bob@example.test");
        }
        await node.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        foreach (var link in links)
            await link.DisposeAsync();
        await Bucket.DisposeAsync();
        await Events.DisposeAsync();
        await Database.DisposeAsync();
    }
}
