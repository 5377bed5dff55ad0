using System.Text.Json;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Who is logged in is seen and can be ended, and what ends a login ends its sessions, on every node (case A04).</summary>
public sealed class SessionTests
{
    private const string Ann = "ann@example.test";

    [Fact]
    public async Task Sessions_of_all_protocols_are_listed_and_ended_one_by_one()
    {
        await using var server = await AetherServer.StartAsync();
        await using var imap = await ImapAsync(server, "secret");
        Assert.StartsWith("* ID ", await imap.AskAsync("b ID (\"name\" \"Test Phone\" \"version\" \"7.1\")"), StringComparison.Ordinal);
        Assert.StartsWith("b OK", await imap.ReadAsync(), StringComparison.Ordinal);
        await using var pop3 = await Pop3Async(server, "secret");
        await using var smtp = await SmtpAsync(server, "secret");

        var sessions = await ListAsync(server);
        Assert.Equal(["imap", "pop3", "submission"], sessions.Select(one => one.GetProperty("protocol").GetString()).Order());
        var phone = sessions.Single(one => one.GetProperty("protocol").GetString() == "imap");
        Assert.Equal(("Test Phone 7.1", "127.0.0.1", Ann), (phone.GetProperty("client").GetString(), phone.GetProperty("peer").GetString(), phone.GetProperty("account").GetString()));

        await server.CliAsync(["session", "revoke", phone.GetProperty("id").GetString()!]);
        Assert.StartsWith("* BYE", await imap.ReadAsync(), StringComparison.Ordinal);
        Assert.Null(await imap.ReadAsync());
        Assert.StartsWith("+OK", await pop3.AskAsync("NOOP"), StringComparison.Ordinal);

        await server.CliAsync(["session", "revoke", "--account", Ann]);
        Assert.Null(await pop3.ReadAsync());
        Assert.StartsWith("421", await smtp.ReadAsync(), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await ListAsync(server)).Count == 0, "all sessions are over");
        await using var again = await ImapAsync(server, "secret"); // the password is as good as before
    }

    [Theory]
    [InlineData("password")]
    [InlineData("disable")]
    [InlineData("remove")]
    [InlineData("app-password")]
    public async Task What_ends_a_login_ends_its_sessions(string how)
    {
        await using var server = await AetherServer.StartAsync();
        string app = (await server.CliAsync(["app-password", "add", Ann, "phone"])).Trim();
        await using var own = await ImapAsync(server, "secret");
        await using var phone = await Pop3Async(server, app);

        await (how switch
        {
            "password" => server.CliAsync(["account", "set-password", Ann, "--password-stdin"], "changed\n"),
            "disable" => server.CliAsync(["account", "disable", Ann]),
            "remove" => server.CliAsync(["account", "remove", Ann]),
            _ => server.CliAsync(["app-password", "remove", Ann, "phone"]),
        });

        Assert.Null(await phone.ReadAsync());
        if (how == "app-password")
            Assert.StartsWith("c OK", await own.AskAsync("c NOOP"), StringComparison.Ordinal);
        else
            Assert.StartsWith("* BYE", await own.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_has_as_many_sessions_as_it_may()
    {
        await using var server = await AetherServer.StartAsync(config => config["limits"] = new JsonObject
        {
            ["exemptNetworks"] = new JsonArray(),
            ["logins"] = new JsonObject { ["sessions"] = 2 },
        });
        await using var first = await ImapAsync(server, "secret");
        await using var second = await SmtpAsync(server, "secret");
        await using var third = await LineClient.ConnectAsync(server.Imap);
        await third.ReadAsync();
        Assert.StartsWith("a NO [LIMIT]", await third.AskAsync($"a LOGIN {Ann} secret"), StringComparison.Ordinal);

        await first.AskAsync("z LOGOUT");
        await Eventually.IsTrueAsync(async () => (await ListAsync(server)).Count == 1, "the first one is over");
        await using var fourth = await ImapAsync(server, "secret");
    }

    [Fact]
    public async Task It_is_remembered_who_logged_in_when_and_from_where()
    {
        await using var server = await AetherServer.StartAsync();
        await using (await ImapAsync(server, "secret"))
        await using (await ImapAsync(server, "secret"))
        await using (await SmtpAsync(server, "secret"))
        {
        }
        await using var stranger = await LineClient.ConnectAsync(server.Imap);
        await stranger.ReadAsync();
        Assert.StartsWith("a NO", await stranger.AskAsync($"a LOGIN {Ann} wrong"), StringComparison.Ordinal);

        var logins = JsonDocument.Parse(await server.CliAsync(["account", "logins", Ann, "--json"])).RootElement.EnumerateArray()
            .Select(one => (one.GetProperty("protocol").GetString(), one.GetProperty("peer").GetString(), one.GetProperty("succeeded").GetBoolean(), one.GetProperty("count").GetInt64()));
        Assert.Equal([("imap", "127.0.0.1", false, 1), ("imap", "127.0.0.1", true, 2), ("submission", "127.0.0.1", true, 1)], logins.Order());
    }

    [Fact] // Without Redis no node hears of the other: each finds out by itself, well within a minute.
    public async Task Other_nodes_list_sessions_and_end_them_without_a_word_between_them()
    {
        await using var cluster = await AetherCluster.StartAsync(["imap", "imap"], config => config["events"] = new JsonObject { ["url"] = "memory:" });
        var (here, there) = (cluster.Nodes[0], cluster.Nodes[1]);
        await using var one = await ImapAsync(here, "secret");
        await using var two = await ImapAsync(here, "secret");

        await Eventually.IsTrueAsync(async () => (await ListAsync(there)).Count == 2, "the other node knows of them", TimeSpan.FromMinutes(1));
        string id = (await ListAsync(there)).OrderBy(session => session.GetProperty("since").GetDateTimeOffset()).First().GetProperty("id").GetString()!;
        await there.CliAsync(["session", "revoke", id]);
        Assert.StartsWith("* BYE", await PatientlyAsync(one), StringComparison.Ordinal);

        await there.CliAsync(["account", "set-password", Ann, "--password-stdin"], "changed\n");
        Assert.StartsWith("* BYE", await PatientlyAsync(two), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await ListAsync(there)).Count == 0, "the other node knows that they are over", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_node_hears_at_once_that_a_password_changed_on_another()
    {
        await using var cluster = await AetherCluster.StartAsync(["imap", "imap"]);
        await using var imap = await ImapAsync(cluster.Nodes[0], "secret");
        await cluster.Nodes[1].CliAsync(["account", "set-password", Ann, "--password-stdin"], "changed\n");
        Assert.StartsWith("* BYE", await imap.ReadAsync(), StringComparison.Ordinal);
    }

    /// <summary>A line that may take a minute to come.</summary>
    private static async Task<string?> PatientlyAsync(LineClient client)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return await client.ReadAsync();
            }
            catch (OperationCanceledException) when (i < 2)
            {
                // LineClient gives up after twenty seconds.
            }
        }
    }

    private static async Task<List<JsonElement>> ListAsync(AetherServer server) =>
        [.. JsonDocument.Parse(await server.CliAsync(["session", "list", "--json"])).RootElement.EnumerateArray()];

    private static async Task<LineClient> ImapAsync(AetherServer server, string password)
    {
        var client = await LineClient.ConnectAsync(server.Imap);
        await client.ReadAsync();
        Assert.StartsWith("a OK", await client.AskAsync($"a LOGIN {Ann} {password}"), StringComparison.Ordinal);
        return client;
    }

    private static async Task<LineClient> Pop3Async(AetherServer server, string password)
    {
        var client = await LineClient.ConnectAsync(server.Pop3);
        await client.ReadAsync();
        Assert.StartsWith("+OK", await client.AskAsync($"USER {Ann}"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", await client.AskAsync($"PASS {password}"), StringComparison.Ordinal);
        return client;
    }

    private static async Task<LineClient> SmtpAsync(AetherServer server, string password)
    {
        var client = await LineClient.ConnectAsync(server.Submission);
        await client.ReadAsync();
        string? line = await client.AskAsync("EHLO client.test");
        while (line is ['2', '5', '0', '-', ..])
            line = await client.ReadAsync();
        string plain = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0{Ann}\0{password}"));
        Assert.StartsWith("235", await client.AskAsync($"AUTH PLAIN {plain}"), StringComparison.Ordinal);
        return client;
    }
}
