using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Crashes;

/// <summary>Case F06 with the real program: more come than it may open descriptors.</summary>
public sealed class DescriptorTests
{
    private const int Files = 400;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_crowd_leaves_enough_to_go_on_working(bool overTls)
    {
        await using var server = await AetherServer.PrepareAsync(static config => config["limits"] = new JsonObject
        {
            ["exemptNetworks"] = new JsonArray(),
            ["connections"] = new JsonObject { ["perAddress"] = 100_000 },
        });
        await server.StartAsync("prlimit", $"--nofile={Files}");
        Assert.Contains($"may open {Files} files only", server.Log, StringComparison.Ordinal);
        await using var user = await LineClient.ConnectAsync(server.Imap);
        Assert.StartsWith("* OK", await user.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("a OK", await user.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);

        var crowd = new List<LineClient>();
        for (int i = 0; i < Files; i++)
            crowd.Add(await LineClient.ConnectAsync(overTls ? server.Imaps : server.Imap));
        if (!overTls)
            Assert.Equal("* BYE Too many connections, try again later", await crowd[^1].ReadAsync());

        // What it does for the first time has files of its own to open.
        Assert.StartsWith("b OK", await user.AskAsync("b APPEND INBOX {16+}\r\nSubject: one\r\n\r\n"), StringComparison.Ordinal);
        await user.SendAsync("c EXAMINE INBOX\r\nd SEARCH TEXT one\r\n");
        var lines = new List<string>();
        while (await user.ReadAsync() is { } line && !line.StartsWith("d ", StringComparison.Ordinal))
            lines.Add(line);
        Assert.Contains("* SEARCH 1", lines);
        Assert.True(Directory.GetFiles($"/proc/{server.ProcessId}/fd").Length < Files);

        foreach (var client in crowd)
            await client.DisposeAsync();
        await Eventually.IsTrueAsync(async () => await IsGreetedAsync(server.Imap), "newcomers are greeted again");
    }

    private static async Task<bool> IsGreetedAsync(int port)
    {
        await using var client = await LineClient.ConnectAsync(port);
        return await client.ReadAsync() is { } line && line.StartsWith("* OK", StringComparison.Ordinal);
    }
}
