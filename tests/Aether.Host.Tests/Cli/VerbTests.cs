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
        Assert.Contains("2 GiB, 500 messages", (await folder.RunAsync(["account", "list"])).Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), await folder.RunAsync(["tenant", "add", "acme"]));
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "set-tenant", "example.test", "acme"]));
        Assert.Equal((0, ""), await folder.RunAsync(["tenant", "set", "acme", "--bytes", "3 GiB"]));
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "set-quota", "example.test", "--messages", "70"]));
        Assert.Matches("acme +0 B, 0 messages +3 GiB +example.test", (await folder.RunAsync(["tenant", "list"])).Output);
        Assert.Matches("example.test +- +acme +0 B, 0 messages +70 messages", (await folder.RunAsync(["domain", "list"])).Output);
        Assert.Equal(1, (await folder.RunAsync(["tenant", "remove", "acme"])).ExitCode); // it still has a domain
        Assert.Equal((0, ""), await folder.RunAsync(["domain", "set-tenant", "example.test"]));
        Assert.Equal((0, ""), await folder.RunAsync(["tenant", "remove", "acme"]));

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
            ("account remove nobody@example.test", 3), ("tenant add ../x", 2), ("tenant remove nobody", 3), ("tenant set nobody --messages 1", 3), ("domain set-tenant nowhere.test", 3), ("queue show 99", 3), ("queue retry 99", 3), ("queue remove 99", 3), ("queue retry", 0),
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
