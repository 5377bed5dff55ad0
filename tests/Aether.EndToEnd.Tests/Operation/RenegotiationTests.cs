using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>Clients of TLS 1.2 that ask again and again for another handshake in the session they have. Case A10; CVE-2011-1473.</summary>
public sealed class RenegotiationTests : IAsyncLifetime
{
    private AetherServer server = null!;

    private readonly int https = FreePorts.Take(1)[0];

    private int[] Ports => [server.Imaps, server.Submissions, server.Pop3s, https];

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync(config =>
        config["http"]!["listeners"]!.AsArray().Add(new JsonObject { ["address"] = "127.0.0.1", ["port"] = https, ["tls"] = "implicit" }));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Whoever_asks_for_another_handshake_is_disconnected_and_keeps_nobody_out()
    {
        await using var user = await LineClient.ConnectAsync(server.Imaps);
        await user.HandshakeAsync("localhost");
        await user.ReadAsync();
        Assert.StartsWith("a OK", await user.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);

        foreach (int port in Ports)
            await FloodAsync(port, 1); // once is enough
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                foreach (int port in Ports)
                    await FloodAsync(port, 10_000);
            }
        })));

        Assert.Equal("b OK Done.", await user.AskAsync("b NOOP")); // who was there has noticed nothing
        await using var other = await LineClient.ConnectAsync(server.Pop3s);
        await other.HandshakeAsync("localhost");
        Assert.StartsWith("+OK", await other.ReadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"level\":\"error\"", server.Log, StringComparison.OrdinalIgnoreCase);
        using var http = new HttpClient();
        await Eventually.IsTrueAsync(
            async () => (await http.GetStringAsync($"http://127.0.0.1:{server.Http}/metrics")).Split('\n')
                .Where(static line => line.StartsWith("aether_connections_open{", StringComparison.Ordinal))
                .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)) is 2,
            "the two honest connections alone are left");
    }

    /// <summary>Is greeted or answered, and asks for handshakes for as long as the server bears it.</summary>
    private async Task FloodAsync(int port, int most)
    {
        await using var client = await RenegotiatingClient.ConnectAsync(port);
        if (port == https)
            await client.WriteAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.NotEqual("", await client.ReadAsync());
        try
        {
            for (int i = 0; i < most; i++)
                await client.RenegotiateAsync();
        }
        catch (IOException)
        {
            // It has closed.
        }

        Assert.Equal("", await client.ReadAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, client.Replies); // not a single handshake was begun
    }
}
