using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>Clients that begin TLS and never end it.</summary>
public sealed class HandshakeTests : IAsyncLifetime
{
    /// <summary>The beginning of a ClientHello.</summary>
    private const string Half = "\u0016\u0003\u0001\u0002";

    private AetherServer server = null!;

    public async ValueTask InitializeAsync() =>
        server = await AetherServer.StartAsync(config => config["limits"] = new JsonObject { ["connections"] = new JsonObject { ["tlsHandshake"] = "1 s" } });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Half_a_handshake_ends_in_time_and_keeps_nobody_out()
    {
        var halves = new List<LineClient>();
        try
        {
            for (int i = 0; i < 20; i++)
            {
                halves.Add(await LineClient.ConnectAsync(server.Imaps)); // not even a hello
                halves.Add(await BegunAsync(server.Imaps));
                halves.Add(await BegunAsync(server.Submissions));
                halves.Add(await BegunAsync(server.Pop3s));
                halves.Add(await UpgradingAsync(server.Imap, "a STARTTLS", "a OK"));
                halves.Add(await UpgradingAsync(server.Pop3, "STLS", "+OK"));
                halves.Add(await UpgradingAsync(server.Smtp, "STARTTLS", "220"));
            }

            await using (var user = await LineClient.ConnectAsync(server.Imaps))
            {
                await user.HandshakeAsync("localhost");
                await user.ReadAsync();
                Assert.StartsWith("a OK", await user.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);
            }

            foreach (var half in halves)
                Assert.Null(await half.ReadAsync());
        }
        finally
        {
            foreach (var half in halves)
                await half.DisposeAsync();
        }
    }

    private static async Task<LineClient> BegunAsync(int port)
    {
        var client = await LineClient.ConnectAsync(port);
        await client.SendAsync(Half);
        return client;
    }

    private static async Task<LineClient> UpgradingAsync(int port, string command, string goAhead)
    {
        var client = await LineClient.ConnectAsync(port);
        await client.ReadAsync();
        if (goAhead is "220")
        {
            for (string? line = await client.AskAsync("EHLO client.test"); line?.StartsWith("250-", StringComparison.Ordinal) is true;)
                line = await client.ReadAsync();
        }

        Assert.StartsWith(goAhead, await client.AskAsync(command), StringComparison.Ordinal);
        await client.SendAsync(Half);
        return client;
    }
}
