using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>Other people's servers and clients: Exim and Postfix in both directions, msmtp, nodemailer, smtp-source and smtp-sink.</summary>
public sealed class PeerTests
{
    [Fact]
    public async Task Exim_takes_our_mail_by_its_mx_and_sends_us_its_own()
    {
        await using var server = await AetherServer.PrepareAsync();
        await using var exim = await EximServer.StartAsync("exim.test", server.Smtp);
        await using var dns = await KnotServer.StartAsync(("exim.test", "@ MX 10 mx\nmx A 127.0.0.1"));
        await StartAsync(server, dns.Port, exim.Port);

        await SwaksAsync(server.Submission, "ann@example.test", "x@exim.test", "to exim", "--auth-user", "ann@example.test", "--auth-password", "secret");
        await Eventually.IsTrueAsync(() => exim.Delivered.Contains("Subject: to exim", StringComparison.Ordinal), "Exim delivered the message");

        await SwaksAsync(exim.Port, "x@exim.test", "bob@example.test", "from exim");
        Assert.Contains("Subject: from exim", await ReadAsync(server, "bob@example.test"), StringComparison.Ordinal);

        // What it refuses comes back as a report, and the trace says so.
        await SwaksAsync(server.Submission, "ann@example.test", "refused@exim.test", "refused", "--auth-user", "ann@example.test", "--auth-password", "secret");
        Assert.Contains("no such user here", await ReadAsync(server, "ann@example.test"), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(
            async () => (await server.CliAsync(["trace", "--address", "refused@exim.test", "--json"])).Contains("\"failed\"", StringComparison.Ordinal), "the trace says so");
    }

    [Fact]
    public async Task Postfix_passes_mail_on_to_us_by_smtp()
    {
        await using var server = await AetherServer.StartAsync();
        await using var postfix = await PostfixServer.StartAsync("example.test", string.Create(CultureInfo.InvariantCulture, $"smtp:[127.0.0.1]:{server.Smtp}"));
        await SwaksAsync(postfix.Port, "x@far.test", "ann@example.test,bob@example.test", "by smtp");
        Assert.Contains("with ESMTP", await ReadAsync(server, "ann@example.test"), StringComparison.Ordinal);
        Assert.Contains("Subject: by smtp", await ReadAsync(server, "bob@example.test"), StringComparison.Ordinal);
        Assert.DoesNotContain("status=deferred", postfix.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smtp_source_and_smtp_sink_stand_on_both_sides()
    {
        int port = FreePorts.Take(1)[0];
        await using var server = await AetherServer.StartAsync(config => config["smtp"]!["relayDomains"] = new JsonArray(new JsonObject { ["domain"] = "sink.test" }));
        using var sink = System.Diagnostics.Process.Start("smtp-sink", ["-u", "nobody", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "100"]);
        try
        {
            await server.CliAsync(["queue", "pause"]);
            await CommandLine.SucceedAsync("smtp-source", ["-s", "5", "-m", "200", "-l", "2000", "-f", "x@far.test", "-t", "y@sink.test", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Smtp}")]);
            Assert.Equal(200, (int)JsonNode.Parse(await server.CliAsync(["queue", "status", "--json"]))!["recipients"]!);
            await server.CliAsync(["queue", "reroute", "--domain", "sink.test", "--to", string.Create(CultureInfo.InvariantCulture, $"smtp://127.0.0.1:{port}?tls=none")]);
            await server.CliAsync(["queue", "resume"]);
            await Eventually.IsTrueAsync(async () => (int)JsonNode.Parse(await server.CliAsync(["queue", "status", "--json"]))!["recipients"]! == 0, "the sink has taken all");
        }
        finally
        {
            sink.Kill();
        }
    }

    [Fact]
    public async Task Msmtp_submits()
    {
        await using var server = await AetherServer.StartAsync();
        await CommandLine.SucceedAsync(
            "msmtp",
            ["--host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={server.Submission}"), "--auth=plain", "--tls=on", "--tls-certcheck=off", "--user=ann@example.test", "--passwordeval=printf secret", "--from=ann@example.test", "bob@example.test"],
            "From: ann@example.test\r\nTo: bob@example.test\r\nSubject: by msmtp\r\n\r\n.dot\r\n");
        string message = await ReadAsync(server, "bob@example.test");
        Assert.Contains("Subject: by msmtp", message, StringComparison.Ordinal);
        Assert.Contains("\n.dot", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodemailer_submits()
    {
        await using var server = await AetherServer.StartAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("send.js"), string.Create(CultureInfo.InvariantCulture, $$"""
            const mail = require('nodemailer').createTransport({
              host: '127.0.0.1', port: {{server.Submissions}}, secure: true, pool: true, tls: { rejectUnauthorized: false }, auth: { user: 'ann@example.test', pass: 'secret' } });
            (async () => {
              for (let i = 0; i < 5; i++)
                await mail.sendMail({ from: 'ann@example.test', to: 'bob@example.test', subject: 'gr\u00fc\u00dfe ' + i, text: 'a\n.\nb', html: '<b>hello</b>', attachments: [{ filename: 'a.bin', content: Buffer.alloc(50000, i) }], dsn: { notify: ['failure'], return: 'headers', id: 'x' + i } });
              mail.close();
            })().catch(error => { console.error(error); process.exit(1); });
            """));
        await CommandLine.SucceedAsync("node", [folder.File("send.js")], environment: new Dictionary<string, string> { ["NODE_PATH"] = "/usr/share/nodejs" });
        Assert.Contains("a.bin", await ReadAsync(server, "bob@example.test"), StringComparison.Ordinal);
    }

    private static async Task StartAsync(AetherServer server, int resolver, int port)
    {
        server.Config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{resolver}") }) };
        server.Config["queue"] = new JsonObject { ["port"] = port, ["allowedNetworks"] = new JsonArray("127.0.0.0/8") };
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        await server.StartAsync();
    }

    private static Task<string> SwaksAsync(int port, string from, string to, string subject, params string[] more) => CommandLine.SucceedAsync(
        "swaks", ["--server", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--from", from, "--to", to, "--header", $"Subject: {subject}", .. more]);

    private static async Task<string> ReadAsync(AetherServer server, string account)
    {
        string text = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                (int exit, text) = await CommandLine.RunAsync(
                    "curl", ["-s", "--url", string.Create(CultureInfo.InvariantCulture, $"imap://127.0.0.1:{server.Imap}/INBOX;MAILINDEX=1"), "--user", $"{account}:secret"]);
                return exit == 0 && text.Length > 0;
            },
            $"{account} has a message");
        return text;
    }
}
