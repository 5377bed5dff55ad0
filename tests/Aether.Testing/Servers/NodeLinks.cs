using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Aether.Testing.Servers;

/// <summary>The networks between one node and what the nodes share.</summary>
public sealed class NodeLinks(PostgresServer database, RedisServer events, FaultyS3 bucket) : IAsyncDisposable
{
    public FaultyLink Database { get; } = new(new UnixDomainSocketEndPoint(Path.Combine(database.Folder, ".s.PGSQL.5432")));

    public FaultyLink Events { get; } = new(new IPEndPoint(IPAddress.Loopback, events.Port));

    public FaultyLink Bucket { get; } = new(new IPEndPoint(IPAddress.Loopback, new Uri(EndpointOf(bucket.Url)).Port));

    public IReadOnlyList<FaultyLink> All => [Database, Events, Bucket];

    /// <summary>Leads a node's configuration through them.</summary>
    public void Connect(JsonObject config, string name)
    {
        config["database"] = new JsonObject { ["url"] = $"postgres://postgres@{Database.Address}/{name}" };
        config["events"] = new JsonObject { ["url"] = $"redis://{Events.Address}" };
        config["blobs"] = new JsonObject { ["url"] = bucket.Url.Replace(EndpointOf(bucket.Url), $"http://{Bucket.Address}", StringComparison.Ordinal) };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in All)
            await link.DisposeAsync();
    }

    private static string EndpointOf(string url) => url[(url.IndexOf("endpoint=", StringComparison.Ordinal) + "endpoint=".Length)..].Split('&')[0];
}
