using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>From one server of ours to another: signed here, found good there by what the command line said to publish.</summary>
public sealed class SigningTests : IAsyncLifetime
{
    private AetherServer near = null!;
    private AetherServer far = null!;
    private KnotServer dns = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await StartAllAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in (IAsyncDisposable?[])[near, far, dns])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_a_user_sends_passes_with_both_keys_where_it_arrives()
    {
        await CommandLine.SucceedAsync("swaks", [
            "--server", $"127.0.0.1:{near.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
            "--from", "ann@example.test", "--to", "carol@far.test", "--header", "Subject: signed"]);

        var message = await ReadAsync(far, "carol@far.test");
        Assert.Contains("dkim=pass (2048-bit key) header.d=example.test", message, StringComparison.Ordinal);
        Assert.Contains("header.a=ed25519-sha256", message, StringComparison.Ordinal);
        Assert.DoesNotContain("dkim=fail", message, StringComparison.Ordinal);
        Assert.Contains("dmarc=pass (p=reject) header.from=example.test", message, StringComparison.Ordinal);
    }

    [Fact] // RFC 8617 §5.1
    public async Task What_is_sent_on_is_sealed()
    {
        await using var client = await LineClient.ConnectAsync(far.Smtp);
        await client.ReadAsync();
        foreach (var line in (string[])["HELO x.test", "MAIL FROM:<joe@elsewhere.test>", "RCPT TO:<away@far.test>", "DATA"])
        {
            await client.SendAsync(line + "\r\n");
            Assert.Contains((await client.ReadAsync())![0], "23");
        }

        await client.SendAsync("From: joe@elsewhere.test\r\nSubject: on its way\r\n\r\nHello.\r\n.\r\n");
        Assert.StartsWith("250 ", await client.ReadAsync(), StringComparison.Ordinal);

        var message = await ReadAsync(near, "ann@example.test");
        Assert.Contains("ARC-Seal: i=1; a=", message, StringComparison.Ordinal);
        Assert.Contains("cv=none; d=far.test;", message, StringComparison.Ordinal);
        Assert.Contains("ARC-Message-Signature: i=1; a=", message, StringComparison.Ordinal);
        Assert.Contains("ARC-Authentication-Results: i=1; far.test;", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_says_what_to_publish_and_what_is_missing()
    {
        var published = await far.CliAsync(["domain", "dns", "far.test", "--check"]);
        Assert.Contains("MISSING  _dmarc.far.test TXT\n  -> publish _dmarc.far.test. IN TXT \"v=DMARC1; p=none", published, StringComparison.Ordinal);
        Assert.Contains("PUBLISHED  far.test MX", published, StringComparison.Ordinal);
        Assert.Contains("well   answers; it does not validate", await far.CliAsync(["doctor"]), StringComparison.Ordinal);
        var listed = await near.CliAsync(["dkim", "list"]);
        Assert.Contains("ed25519-sha256  signing", listed, StringComparison.Ordinal);
        await near.CliAsync(["dkim", "create", "example.test"]);
        Assert.Equal(2, (await near.CliAsync(["dkim", "list", "example.test"])).Split('\n').Count(line => line.Contains(" published ", StringComparison.Ordinal)));
    }

    private async Task StartAllAsync()
    {
        int farPort = 0;
        int nearPort = 0;
        far = await AetherServer.PrepareNodeAsync(null, config => farPort = (int)config["smtp"]!["listeners"]![0]!["port"]!);
        near = await AetherServer.PrepareAsync(config =>
        {
            nearPort = (int)config["smtp"]!["listeners"]![0]!["port"]!;
            config["routes"] = Route(farPort);
        });
        var keys = JsonNode.Parse(await near.CliAsync(["dkim", "list", "--json"]))!.AsArray().Select(key => (string)key!["record"]!);
        dns = await KnotServer.StartAsync(
            ("test", $"""
                {string.Join('\n', keys)}
                _dmarc.example TXT "v=DMARC1; p=reject"
                far MX 10 far
                far A 127.0.0.1
                """),
            ("127.in-addr.arpa", ""));
        far.Config["hostname"] = "far.test";
        far.Config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
        far.Config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() };
        far.Config["routes"] = Route(nearPort);
        await File.WriteAllTextAsync(far.ConfigFile, far.Config.ToJsonString());
        await far.CliAsync(["domain", "add", "far.test"]);
        await far.AddAccountAsync("carol@far.test");
        await far.CliAsync(["alias", "add", "away@far.test", "ann@example.test"]);
        await far.StartAsync();
        await near.StartAsync();
    }

    private static JsonArray Route(int port) =>
        [new JsonObject { ["recipientDomain"] = "*", ["via"] = new JsonArray(new JsonObject { ["host"] = "127.0.0.1", ["port"] = port, ["tls"] = "none" }) }];

    private static async Task<string> ReadAsync(AetherServer server, string user)
    {
        string message = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                (int code, message) = await CommandLine.RunAsync("curl", ["-sS", $"imap://127.0.0.1:{server.Imap}/INBOX;MAILINDEX=1", "--user", $"{user}:secret"]);
                return code == 0 && message.Length > 0;
            },
            $"{user} has a message");
        return message;
    }
}
