using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>Case R02: forwarding that goes round between two servers ends after one round, with one report, and none for the null sender.</summary>
public sealed class LoopTests
{
    [Theory]
    [InlineData("ann@example.test", 1)]
    [InlineData("<>", 0)]
    public async Task Two_servers_that_forward_to_each_other_end_it_with_one_report(string sender, int reports)
    {
        await using var one = await AetherServer.PrepareAsync();
        await using var two = await AetherServer.PrepareAsync();
        await using var dns = await KnotServer.StartAsync(("one.test", "@ MX 10 mx\nmx A 127.0.0.1"), ("two.test", "@ MX 10 mx\nmx A 127.0.0.1"));
        await ForwardAsync(one, "x@one.test", "y@two.test", dns.Port, two.Smtp);
        await ForwardAsync(two, "y@two.test", "x@one.test", dns.Port, one.Smtp);

        await CommandLine.SucceedAsync(
            "swaks", ["--server", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{one.Smtp}"), "--from", sender, "--to", "x@one.test", "--header", "Subject: round"]);

        await Eventually.IsTrueAsync(async () => (await two.CliAsync(["deadletter", "list", "--json"])).Contains("5.4.6", StringComparison.Ordinal), "the second server has given it up");
        await Eventually.IsTrueAsync(async () => (await two.CliAsync(["queue", "list", "--json"])).Trim() is "[]" && (await one.CliAsync(["queue", "list", "--json"])).Trim() is "[]", "both queues are empty");
        Assert.Equal((0, reports), (await CountAsync(one), await CountAsync(two))); // the second one knows the sender as its own
    }

    private static async Task ForwardAsync(AetherServer server, string from, string to, int resolver, int port)
    {
        server.Config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{resolver}") }) };
        server.Config["queue"] = new JsonObject { ["port"] = port, ["allowedNetworks"] = new JsonArray("127.0.0.0/8") };
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        await server.CliAsync(["domain", "add", from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]]);
        await server.CliAsync(["alias", "add", from, to]);
        await server.StartAsync();
    }

    private static async Task<int> CountAsync(AetherServer server)
    {
        string status = await CommandLine.SucceedAsync(
            "curl", ["-s", "--url", string.Create(CultureInfo.InvariantCulture, $"imap://127.0.0.1:{server.Imap}/"), "--user", "ann@example.test:secret", "-X", "STATUS INBOX (MESSAGES)"]);
        return int.Parse(status[(status.IndexOf("MESSAGES ", StringComparison.Ordinal) + 9)..].TrimEnd(')', '\r', '\n'), CultureInfo.InvariantCulture);
    }
}
