using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>The program with few places and peers that are not exempt.</summary>
public sealed class PressureTests
{
    [Fact]
    public async Task Connections_that_never_log_in_push_each_other_out()
    {
        await using var server = await StartAsync(new JsonObject { ["logins"] = new JsonObject { ["pending"] = 2 } });
        await Eventually.IsTrueAsync(() => HasForgottenTheProbesAsync(server), "the connections that found the server started have ended");
        await using var user = await GreetedAsync(server.Imap);
        Assert.StartsWith("a OK", await user.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);
        await using var silent = await GreetedAsync(server.Imap);
        await using var second = await GreetedAsync(server.Submission);
        await using var third = await GreetedAsync(server.Imap);

        Assert.Equal("* BYE Idle for too long.", await silent.ReadAsync());
        Assert.Null(await silent.ReadAsync());
        Assert.StartsWith("250", await second.AskAsync("HELO client.test"), StringComparison.Ordinal);
        await using var sender = await GreetedAsync(server.Smtp); // nobody logs in on port 25, so nobody waits for it
        await using var fourth = await GreetedAsync(server.Imap);
        Assert.StartsWith("421 4.4.2 ", await second.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await sender.AskAsync("HELO client.test"), StringComparison.Ordinal);
        Assert.Equal("b OK Done.", await user.AskAsync("b NOOP"));
    }

    [Fact]
    public async Task Silent_senders_are_ended_soon_when_places_are_short()
    {
        var limits = new JsonObject { ["smtp"] = new JsonObject { ["stressIdle"] = "1 s" } };
        await using var server = await StartAsync(limits, config => config["smtp"]!["maxConnections"] = 10);
        var clients = new List<LineClient>();
        for (int i = 0; i < 9; i++)
            clients.Add(await GreetedAsync(server.Smtp));

        foreach (var client in clients)
        {
            Assert.StartsWith("421 4.4.2 ", await client.ReadAsync(), StringComparison.Ordinal);
            await client.DisposeAsync();
        }
    }

    private static Task<AetherServer> StartAsync(JsonObject limits, Action<JsonObject>? change = null) => AetherServer.StartAsync(config =>
    {
        limits["exemptNetworks"] = new JsonArray();
        config["limits"] = limits;
        change?.Invoke(config);
    });

    /// <summary>Whether each listener was asked once, and nobody is left.</summary>
    private static async Task<bool> HasForgottenTheProbesAsync(AetherServer server)
    {
        using var client = new HttpClient();
        string[] page = (await client.GetStringAsync($"http://127.0.0.1:{server.Http}/metrics")).Split('\n');
        return Sum("aether_connections_accepted_total{") >= 7 && Sum("aether_connections_open{") is 0;

        double Sum(string metric) => page.Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static async Task<LineClient> GreetedAsync(int port)
    {
        var client = await LineClient.ConnectAsync(port);
        Assert.NotNull(await client.ReadAsync());
        return client;
    }
}
