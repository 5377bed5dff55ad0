using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Certificates;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>A domain's logo, set on one server of ours, served by it, and shown by another to whoever reads the domain's mail.</summary>
public sealed class BimiTests
{
    private const string Logo = """
        <svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 9 9"><title>Far</title><rect width="9" height="9" fill="#080"/></svg>
        """;

    [Fact]
    public async Task A_logo_that_one_serves_the_other_shows()
    {
        using var web = new MailAuthority();
        using var marks = new MarkAuthority();
        await using var lists = new HttpsFiles(null);
        lists.Files["/marks.crl"] = marks.List(TimeSpan.FromDays(7));
        await using var far = await StartFarAsync(web, marks, lists);
        await using var dns = await PublishAsync(far);
        await using var near = await AetherServer.PrepareAsync(config =>
        {
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
            config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray(), ["bimi"] = new JsonObject { ["wait"] = "20 s" } };
            config["queue"] = new JsonObject { ["allowedNetworks"] = new JsonArray("127.0.0.0/8") };
            config["senders"] = new JsonObject { ["bimi"] = new JsonObject { ["check"] = true, ["roots"] = Path.Combine(far.Folder, "marks.pem") } };
        });
        await near.StartAsync("env", $"SSL_CERT_FILE={Path.Combine(far.Folder, "web.pem")}");

        Assert.StartsWith("250 ", await SendAsync(near, "From: joe@far.test\r\nBIMI-Indicator: Zm9yZ2Vk\r\nSubject: hello\r\n\r\nHello.\r\n"), StringComparison.Ordinal);
        string message = await ReadAsync(near);
        Assert.Contains("\tbimi=pass (Registered Mark) header.d=far.test header.selector=default policy.authority=pass policy.indicator-hash=", message, StringComparison.Ordinal);
        Assert.Contains($"BIMI-Location: v=BIMI1;\r\n\tl=https://mail.far.test:{far.Http}/bimi/far.test.svg;\r\n\ta=https://mail.far.test:{far.Http}/bimi/far.test.pem\r\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Zm9yZ2Vk", message, StringComparison.Ordinal);
        string folded = message[(message.IndexOf("BIMI-Indicator:", StringComparison.Ordinal) + 15)..];
        string encoded = folded[..folded.IndexOf("\r\nR", StringComparison.Ordinal)].Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Equal(Logo, Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
        Assert.Equal(1, lists.Requests);
        Assert.Contains("dmarc pass for far.test, bimi pass", await near.CliAsync(["trace", "--address", "ann@example.test"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logo_is_looked_at_when_it_is_set()
    {
        await using var server = await AetherServer.PrepareAsync();
        string file = Path.Combine(server.Folder, "logo.svg");
        await File.WriteAllTextAsync(file, Logo.Replace("<rect", "<script/><rect", StringComparison.Ordinal));
        var (code, output) = await CommandLine.RunAsync(AetherServer.Program, ["domain", "bimi", "set", "example.test", file, "--config", server.ConfigFile]);
        Assert.Equal((2, true), (code, output.Contains("SVG Tiny PS: it has an element script", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(file, Logo);
        await server.CliAsync(["domain", "bimi", "set", "example.test", file]);
        Assert.Contains("default._bimi.example.test. IN TXT \"v=BIMI1; l=https://mail.example.test/bimi/example.test.svg; a=;\"", await server.CliAsync(["domain", "dns", "example.test"]), StringComparison.Ordinal);
        await server.CliAsync(["domain", "bimi", "remove", "example.test"]);
        Assert.DoesNotContain("BIMI1", await server.CliAsync(["domain", "dns", "example.test"]), StringComparison.Ordinal);
        (code, _) = await CommandLine.RunAsync(AetherServer.Program, ["domain", "bimi", "remove", "example.test", "--config", server.ConfigFile]);
        Assert.Equal(3, code);
    }

    private static async Task<AetherServer> StartFarAsync(MailAuthority web, MarkAuthority marks, HttpsFiles lists)
    {
        var far = await AetherServer.PrepareNodeAsync(null, config =>
        {
            config["hostname"] = "mail.far.test";
            config["http"]!["listeners"]![0]!["tls"] = "implicit";
            config["tls"] = new JsonObject { ["certificates"] = new JsonArray(new JsonObject { ["certificate"] = "far.crt", ["key"] = "far.key" }) };
        });
        Directory.CreateDirectory(Path.Combine(far.Folder, "data"));
        await web.WriteAsync(Path.Combine(far.Folder, "data", "far"), "mail.far.test");
        await File.WriteAllTextAsync(Path.Combine(far.Folder, "web.pem"), web.Pem);
        await File.WriteAllTextAsync(Path.Combine(far.Folder, "marks.pem"), marks.Pem);
        await File.WriteAllTextAsync(Path.Combine(far.Folder, "logo.svg"), Logo);
        await File.WriteAllTextAsync(Path.Combine(far.Folder, "mark.pem"), marks.Issue(Encoding.UTF8.GetBytes(Logo), new MarkWish { Lists = [$"http://lists.test:{lists.Port}/marks.crl"] }, "far.test"));
        await far.CliAsync(["domain", "add", "far.test"]);
        await far.StartAsync();
        await far.CliAsync(["domain", "bimi", "set", "far.test", Path.Combine(far.Folder, "logo.svg"), "--certificate", Path.Combine(far.Folder, "mark.pem")]);
        return far;
    }

    /// <summary>What it says is to be published, on the port that it has in this test.</summary>
    private static async Task<KnotServer> PublishAsync(AetherServer far)
    {
        var record = JsonNode.Parse(await far.CliAsync(["domain", "dns", "far.test", "--json"]))!.AsArray().Single(record => ((string)record!["name"]!).StartsWith("default._bimi", StringComparison.Ordinal))!;
        string line = ((string)record["line"]!).Replace("mail.far.test/", $"mail.far.test:{far.Http}/", StringComparison.Ordinal);
        return await KnotServer.StartAsync(("test", $"""
            {line}
            mail.far A 127.0.0.1
            lists A 127.0.0.1
            far TXT "v=spf1 ip4:127.0.0.1 -all"
            _dmarc.far TXT "v=DMARC1; p=reject"
            """));
    }

    /// <returns>The reply to the content.</returns>
    private static async Task<string> SendAsync(AetherServer server, string message)
    {
        await using var client = await LineClient.ConnectAsync(server.Smtp);
        await client.ReadAsync();
        foreach (var line in (string[])["HELO mail.far.test", "MAIL FROM:<joe@far.test>", "RCPT TO:<ann@example.test>", "DATA"])
        {
            await client.SendAsync(line + "\r\n");
            Assert.Contains((await client.ReadAsync())![0], "23");
        }

        await client.SendAsync(message + ".\r\n");
        return (await client.ReadAsync())!;
    }

    private static async Task<string> ReadAsync(AetherServer server)
    {
        string message = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                (int code, message) = await CommandLine.RunAsync("curl", ["-sS", $"imap://127.0.0.1:{server.Imap}/INBOX;MAILINDEX=1", "--user", "ann@example.test:secret"]);
                return code == 0 && message.Length > 0;
            },
            "the message is there");
        return message.ReplaceLineEndings("\r\n");
    }
}
