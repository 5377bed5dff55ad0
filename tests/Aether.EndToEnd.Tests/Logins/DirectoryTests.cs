using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Groups, roles and Argon2id hashes as an operator makes them and a client meets them.</summary>
public sealed class DirectoryTests
{
    [Fact]
    public async Task Mail_for_a_group_reaches_members_of_groups_in_it()
    {
        await using var server = await AetherServer.StartAsync();
        await server.CliAsync(["group", "add", "all@example.test", "--description", "everybody"]);
        await server.CliAsync(["group", "add", "staff@example.test"]);
        await server.CliAsync(["group", "add-member", "all@example.test", "staff@example.test"]);
        await server.CliAsync(["group", "add-member", "staff@example.test", "ann@example.test"]);
        await server.CliAsync(["group", "add-member", "staff@example.test", "all@example.test"]);
        await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Smtp}", "--from", "x@far.test", "--to", "all@example.test"]);

        await using var ann = await LoginAsync(server, "ann@example.test");
        Assert.Contains("(MESSAGES 1)", await ann.AskAsync("b STATUS INBOX (MESSAGES)"), StringComparison.Ordinal);
        Assert.Contains("everybody", await server.CliAsync(["group", "list"]), StringComparison.Ordinal);
        await server.CliAsync(["group", "remove-member", "staff@example.test", "all@example.test"]);
        await server.CliAsync(["group", "remove", "all@example.test"]);
        Assert.DoesNotContain("all@example.test", await server.CliAsync(["group", "list"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_by_role_sets_quotas_and_nobody_else()
    {
        await using var server = await AetherServer.StartAsync();
        await using var ann = await LoginAsync(server, "ann@example.test");
        Assert.StartsWith("b NO", await ann.AskAsync("b SETQUOTA account/bob@example.test (STORAGE 5000)"), StringComparison.Ordinal);
        await server.CliAsync(["role", "add", "ann@example.test", "domain-admin", "--domain", "example.test"]);
        Assert.StartsWith("c NO", await ann.AskAsync("c SETQUOTA account/bob@example.test (STORAGE 5000)"), StringComparison.Ordinal);
        await server.CliAsync(["role", "add", "ann@example.test", "set-quotas"]);
        Assert.StartsWith("* QUOTA", await ann.AskAsync("d SETQUOTA account/bob@example.test (STORAGE 5000)"), StringComparison.Ordinal);
        Assert.StartsWith("d OK", await ann.ReadAsync(), StringComparison.Ordinal);
        await server.CliAsync(["role", "remove", "ann@example.test", "set-quotas"]);
        Assert.StartsWith("e NO", await ann.AskAsync("e SETQUOTA account/bob@example.test (STORAGE 6000)"), StringComparison.Ordinal);
        Assert.Contains("domain-admin", await server.CliAsync(["role", "list", "--account", "ann@example.test"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_argon2_passwords_work_and_scram_is_not_offered()
    {
        await using var server = await AetherServer.StartAsync(config => config["auth"] = new JsonObject { ["passwordHash"] = "argon2id" });
        await using var ann = await LoginAsync(server, "ann@example.test");
        await using var other = await LineClient.ConnectAsync(server.Imap);
        string greeting = (await other.ReadAsync())!;
        Assert.Contains("AUTH=PLAIN", greeting, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM", greeting, StringComparison.Ordinal);
        Assert.StartsWith("a NO", await other.AskAsync("a LOGIN ann@example.test wrong"), StringComparison.Ordinal);
    }

    private static async Task<LineClient> LoginAsync(AetherServer server, string user)
    {
        var client = await LineClient.ConnectAsync(server.Imap);
        await client.ReadAsync();
        Assert.StartsWith("a OK", await client.AskAsync($"a LOGIN {user} secret"), StringComparison.Ordinal);
        return client;
    }
}
