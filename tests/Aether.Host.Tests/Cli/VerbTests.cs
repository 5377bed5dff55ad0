using System.Text.Json.Nodes;

namespace Aether.Host.Tests.Cli;

public class VerbTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task The_same_verbs_work_with_and_without_a_server(bool serving)
    {
        await using var folder = new ProgramFolder();
        if (serving)
            await folder.ServeAsync();

        Assert.Equal((0, ""), await folder.RunAsync(["domain", "add", "Example.TEST"]));
        Assert.Equal(4, (await folder.RunAsync(["domain", "add", "example.test"])).ExitCode);
        Assert.Equal((0, ""), await folder.RunAsync(["account", "add", "ann@example.test", "--password-stdin", "--quota", "1 GiB"], "correct horse\n"));
        Assert.Equal((0, ""), await folder.RunAsync(["account", "set-password", "ann@example.test", "--password-stdin"], "battery staple\n"));
        Assert.Equal((0, ""), await folder.RunAsync(["alias", "add", "info@example.test", "ann@example.test"]));

        var accounts = JsonNode.Parse((await folder.RunAsync(["account", "list", "--json"])).Output)!;
        Assert.Equal("ann@example.test", (string?)accounts[0]!["address"]);
        Assert.Equal(1L << 30, (long?)accounts[0]!["quotaBytes"]);
        Assert.Contains("info@example.test  ann@example.test", (await folder.RunAsync(["alias", "list"])).Output, StringComparison.Ordinal);
        Assert.Equal("[]", (await folder.RunAsync(["queue", "list", "--json"])).Output.Trim());

        Assert.Equal((0, ""), await folder.RunAsync(["account", "set-quota", "ann@example.test", "--bytes", "2 GiB", "--messages", "500"]));
        Assert.Contains("2 GiB, 500 messages", (await folder.RunAsync(["account", "list", "--domain", "Example.test", "--limit", "1"])).Output, StringComparison.Ordinal);
        Assert.Equal("[]", (await folder.RunAsync(["account", "list", "--after", "Ann@example.test", "--json"])).Output.Trim());
        Assert.Equal(2, (await folder.RunAsync(["account", "list", "--limit", "0"])).ExitCode);
        Assert.Equal((0, ""), await folder.RunAsync(["group", "add", "team@example.test", "--description", "us"]));
        Assert.Matches("team@example.test +us +-\n$", (await folder.RunAsync(["group", "list", "--limit", "1"])).Output);
        Assert.Equal("[]", (await folder.RunAsync(["group", "list", "--after", "Team@example.test", "--json"])).Output.Trim());
        Assert.Equal((0, ""), await folder.RunAsync(["group", "remove", "team@example.test"]));
        Assert.Equal((0, ""), await folder.RunAsync(["role", "add", "ann@example.test", "admin"]));
        Assert.Matches("ann@example.test +admin +all\n$", (await folder.RunAsync(["role", "list"])).Output);
        Assert.Equal((0, ""), await folder.RunAsync(["tenant", "add", "acme"]));
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "set-tenant", "example.test", "acme"]));
        Assert.Equal((0, ""), await folder.RunAsync(["tenant", "set", "acme", "--bytes", "3 GiB"]));
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "set-quota", "example.test", "--messages", "70"]));
        Assert.Matches("acme +0 B, 0 messages +3 GiB +example.test", (await folder.RunAsync(["tenant", "list"])).Output);
        Assert.Matches("example.test +- +acme +0 B, 0 messages +70 messages", (await folder.RunAsync(["domain", "list"])).Output);
        Assert.Equal(1, (await folder.RunAsync(["tenant", "remove", "acme"])).ExitCode); // it still has a domain
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "set-tenant", "example.test"]));
        Assert.Equal((0, ""), await folder.RunAsync(["tenant", "remove", "acme"]));

        Assert.Equal((0, ""), await folder.RunAsync(["mailbox", "create", "ann@example.test", "Team/News"]));
        Assert.Equal((0, ""), await folder.RunAsync(["mailbox", "acl", "set", "ann@example.test", "Team/News", "anyone", "lrs"]));
        Assert.Equal((0, ""), await folder.RunAsync(["mailbox", "acl", "set", "ann@example.test", "Team/News", "anyone", "+e", "--deny"]));
        Assert.Matches("anyone +lrs +ed", (await folder.RunAsync(["mailbox", "acl", "list", "ann@example.test", "Team/News"])).Output);
        Assert.Equal((0, ""), await folder.RunAsync(["mailbox", "acl", "remove", "ann@example.test", "Team/News", "anyone"]));
        Assert.Matches("Team/News +0 +0 +0 B", (await folder.RunAsync(["mailbox", "list", "ann@example.test"])).Output);
        Assert.Equal((0, ""), await folder.RunAsync(["mailbox", "remove", "ann@example.test", "Team/News"]));

        Assert.Equal(1, (await folder.RunAsync(["domain", "remove", "example.test"])).ExitCode); // it still has accounts
        Assert.Equal((0, ""), await folder.RunAsync(["alias", "remove", "info@example.test"]));
        Assert.Equal((0, ""), await folder.RunAsync(["account", "remove", "ann@example.test"]));
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "remove", "example.test"]));
        Assert.Equal(serving, File.Exists(folder.Socket));
    }

    [Fact]
    public async Task Exit_codes_tell_scripts_what_happened()
    {
        await using var folder = new ProgramFolder();
        await folder.ServeAsync();
        (string Arguments, int Expected)[] cases =
        [
            ("nonsense", 2), ("domain", 2), ("domain add", 2), ("queue show x", 2), ("serve --roles smpt", 2),
            ("domain add not..a..domain", 2), ("account add ann@nowhere.test --password-stdin", 1),
            ("account remove nobody@example.test", 3), ("tenant add ../x", 2), ("tenant remove nobody", 3), ("mailbox list nobody@example.test", 3), ("mailbox acl list nobody@example.test INBOX", 3), ("mailbox acl set nobody@example.test INBOX anyone z", 2), ("tenant set nobody --messages 1", 3), ("domain set-tenant nowhere.test", 3), ("queue show 99", 3), ("queue retry 99", 3), ("queue remove 99", 3), ("queue retry", 0),
            ("queue hold 99", 3), ("queue hold", 0), ("queue release --domain far.test", 0), ("queue prioritize 99 --to high", 3), ("queue prioritize 99 --to urgent", 2),
            ("queue expire 99 --at 2030-01-01T00:00:00Z", 3), ("queue list --sender <> --state held --older-than 2h", 0), ("queue list --state odd", 2), ("queue list --older-than soon", 2), ("queue remove", 2), ("queue remove --all --bounce", 0),
            ("queue reroute --domain far.test --to smtp://relay.test:2525?tls=required", 0), ("queue reroute --domain far.test --to usual", 0), ("queue reroute 99 --to http://relay.test", 2),
            ("queue status", 0), ("queue pause --domain far.test --reason x", 0), ("queue resume --domain far.test", 0), ("queue resume --domain far.test", 3), ("queue drain", 0), ("queue drain other", 0),
            ("grant add nobody@example.test info@example.test", 3), ("grant add nobody nonsense", 2), ("grant list nobody@example.test", 0), ("grant remove nobody@example.test *@example.test", 3), ("suppress add x@far.test --days 7", 0), ("suppress list", 0), ("suppress remove X@far.test", 0), ("suppress remove x@far.test", 3), ("suppress add nonsense", 2), ("suppress add x@far.test --days 0", 2), ("deadletter list", 0), ("trace --address ann@example.test --since 2026-01-01T00:00:00Z", 0), ("trace --since yesterday", 2), ("deadletter replay 9", 3), ("deadletter remove 9", 3), ("deadletter export 9 letter.eml", 3),
            ("domain remove nowhere.test", 3), ("--version", 0), ("--help", 0),
        ];

        foreach (var (arguments, expected) in cases)
        {
            var (code, output) = await folder.RunAsync(arguments.Split(' '), "secret\n");
            Assert.True(code == expected, $"{arguments} ended with {code}:\n{output}");
        }
    }

    [Fact]
    public async Task Problems_are_json_when_json_is_asked_for()
    {
        await using var folder = new ProgramFolder();

        var (code, output) = await folder.RunAsync(["domain", "remove", "nowhere.test", "--json"]);

        Assert.Equal(3, code);
        Assert.Equal("not-found", (string?)JsonNode.Parse(output)!["code"]);
    }

    [Fact]
    public async Task The_shell_completes_by_asking_the_program()
    {
        await using var folder = new ProgramFolder();

        Assert.Contains("complete -o default -F _aether aether", (await folder.RunAsync(["completion", "bash"])).Output, StringComparison.Ordinal);
        var (_, suggestions) = await Testing.Servers.CommandLine.RunAsync(Testing.Servers.AetherServer.Program, ["[suggest:10]", "aether acco"]);
        Assert.Equal("account", suggestions.Trim());
    }

    [Fact]
    public async Task A_wrong_configuration_is_told_whole()
    {
        await using var folder = new ProgramFolder(config =>
        {
            config["hostnmae"] = "x";
            config["limits"] = new JsonObject { ["smtp"] = new JsonObject { ["hardErrors"] = 0 } };
        });

        foreach (string[] command in (string[][])[["config", "check"], ["serve"], ["domain", "list"]])
        {
            var (code, output) = await folder.RunAsync(command);
            Assert.Equal(2, code);
            Assert.Contains("did you mean \"hostname\"?", output, StringComparison.Ordinal);
            Assert.Contains("limits.smtp.hardErrors = 0", output, StringComparison.Ordinal);
        }
    }
}
