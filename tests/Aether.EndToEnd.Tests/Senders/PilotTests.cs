using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>Two servers of ours and Knot: what one reports about the other's domain takes its DMARC record a step further. RFC 9989, RFC 9990, RFC 2136.</summary>
public sealed class PilotTests
{
    [Fact]
    public async Task Reports_that_can_be_believed_take_a_domain_a_step_further()
    {
        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var far = await AetherServer.PrepareNodeAsync(null, static config => config["hostname"] = "mail.far.test");
        await using var near = await AetherServer.PrepareAsync();
        await far.CliAsync(["domain", "add", "far.test"]);
        await far.AddAccountAsync("carol@far.test");
        await using var knot = await KnotServer.StartWithKeyAsync("aether", secret, ("test", $"""
            {await KeysAsync(near)}
            {await KeysAsync(far)}
            _dmarc.example TXT "v=DMARC1; p=none; rua=mailto:mail-reports@example.test"
            _dmarc.far TXT "v=DMARC1; p=reject"
            example MX 10 mail.example
            far MX 10 mail.far
            mail.example A 127.0.0.1
            mail.far A 127.0.0.1
            """));
        await ConfigureAsync(near, far, knot, config =>
        {
            config["dns"]!["updates"] = new JsonArray(new JsonObject { ["zone"] = "test", ["server"] = $"127.0.0.1:{knot.Port}", ["key"] = "aether", ["secret"] = secret });
            config["reports"] = new JsonObject { ["pilot"] = new JsonObject { ["trusted"] = new JsonArray("far.test"), ["messages"] = 1 } };
        });
        await ConfigureAsync(far, near, knot, static _ => { });
        await far.StartAsync();
        await near.StartAsync();

        await CommandLine.SucceedAsync("swaks", [
            "--server", $"127.0.0.1:{near.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
            "--from", "ann@example.test", "--to", "carol@far.test", "--header", "Subject: hello"]);
        await Eventually.IsTrueAsync(() => near.Log.Contains("delivered to carol@far.test", StringComparison.Ordinal), "the message is delivered", TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(async () => (await far.CliAsync(["report", "due"])).Contains("dmarc  example.test", StringComparison.Ordinal), "far has something to tell");
        await far.CliAsync(["report", "send", "--today"]);
        await Eventually.IsTrueAsync(async () => (await near.CliAsync(["report", "dmarc", "list"])).Contains("mail.far.test", StringComparison.Ordinal), $"the report comes in; the log:\n{near.Log}", TimeSpan.FromMinutes(1));

        string look = await near.CliAsync(["domain", "pilot", "example.test"]);
        Assert.Contains("Step:       p=none", look, StringComparison.Ordinal);
        Assert.Matches(@"127\.0\.0\.0/24\s+1\s+0\s+0\s+1\s+passes\s+127\.0\.0\.0/24", look);
        Assert.Contains("Next step:  p=quarantine; t=y, from ", look, StringComparison.Ordinal);
        await near.CliAsync(["domain", "pilot", "example.test", "--run"]);
        Assert.Contains("not allowed", await near.CliAsync(["domain", "pilot", "example.test"]), StringComparison.Ordinal);
        await near.CliAsync(["domain", "pilot", "example.test", "--allow-publish"]);
        await near.CliAsync(["domain", "pilot", "example.test", "--run"]);
        await Eventually.IsTrueAsync(() => near.Log.Contains("DMARC pilot: example.test goes on to p=quarantine; t=y", StringComparison.Ordinal), "the step is told");

        // The postmaster, whose mail the first account gets, is told of what could be done, and of what was done.
        foreach (string subject in (string[])["DMARC of example.test: the next step is p=quarantine; t=y", "DMARC of example.test goes on to p=quarantine; t=y"])
        {
            await Eventually.IsTrueAsync(
                async () => (await CommandLine.SucceedAsync("curl", ["-sS", $"imap://127.0.0.1:{near.Imap}/INBOX", "--user", "ann@example.test:secret", "-X", $"SEARCH SUBJECT \"{subject}\""])).Any(char.IsAsciiDigit),
                subject,
                TimeSpan.FromMinutes(1));
        }

        // A process of its own has nothing cached.
        await near.StopAsync();
        look = await near.CliAsync(["domain", "pilot", "example.test"]);
        Assert.Contains("Published:  v=DMARC1; p=quarantine; t=y; pct=0; rua=mailto:mail-reports@example.test", look, StringComparison.Ordinal);
        Assert.Contains("Step:       p=quarantine; t=y", look, StringComparison.Ordinal);
        Assert.Contains("goes on to p=quarantine; t=y", look, StringComparison.Ordinal);
    }

    private static async Task<string> KeysAsync(AetherServer server) =>
        string.Join('\n', JsonNode.Parse(await server.CliAsync(["dkim", "list", "--json"]))!.AsArray().Select(key => (string)key!["record"]!));

    private static async Task ConfigureAsync(AetherServer server, AetherServer other, KnotServer knot, Action<JsonObject> change)
    {
        server.Config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{knot.Port}" }) };
        server.Config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() };
        server.Config["queue"] = new JsonObject { ["port"] = other.Smtp, ["allowedNetworks"] = new JsonArray("127.0.0.0/8"), ["keepOpen"] = "0 s" };
        change(server.Config);
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
    }
}
