using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>Two servers of ours with Knot between them: one sends mail, each tells the other what it saw, and each reads what it is told. RFC 8460, RFC 9990, RFC 9991.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    /// <summary>Prints what a report of a failure holds, as Python's own library reads it.</summary>
    private const string Reader = """
        import imaplib, sys, email, email.policy
        c = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
        c.login('ann@example.test', 'secret')
        c.select('INBOX')
        found = c.search(None, 'SUBJECT', 'failure')[1][0].split()
        assert len(found) == 1, found
        m = email.message_from_bytes(c.fetch(found[0], '(RFC822)')[1][0][1], policy=email.policy.default)
        assert not m.defects and m.get_param('report-type') == 'feedback-report' and m['Auto-Submitted'] == 'auto-generated', m
        text, feedback, header = m.get_payload()
        print([part.get_content_type() for part in (text, feedback, header)])
        payload = feedback.get_payload()
        fields = payload[0] if isinstance(payload, list) else email.message_from_string(payload, policy=email.policy.default)
        for name, value in fields.items():
            print(name + ': ' + ' '.join(value.split()))
        original = email.message_from_string(header.get_content(), policy=email.policy.default)
        assert not original.get_payload()
        print('original', original['Subject'], original['To'])
        """;

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
    public async Task What_one_saw_the_other_reads()
    {
        await CommandLine.SucceedAsync("swaks", [
            "--server", $"127.0.0.1:{near.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
            "--from", "ann@example.test", "--to", "carol@far.test", "--header", "Subject: hello"]);
        await CommandLine.RunAsync("swaks", ["--server", $"127.0.0.1:{far.Smtp}", "--helo", "forger.test", "--from", "ann@example.test", "--to", "carol@far.test", "--header", "From: ann@example.test", "--header", "Subject: forged"]);
        await CommandLine.RunAsync("swaks", ["--server", $"127.0.0.1:{far.Smtp}", "--helo", "forger.test", "--from", "<>", "--to", "carol@far.test", "--header", "From: ann@example.test", "--header", "Subject: from nobody"]);
        await Eventually.IsTrueAsync(() => near.Log.Contains("delivered to carol@far.test", StringComparison.Ordinal), "the message is delivered", TimeSpan.FromMinutes(1));

        // Far tells example.test of its messages: one that was signed, and one that was forged and refused.
        await Eventually.IsTrueAsync(async () => (await far.CliAsync(["report", "due"])).Contains("dmarc    example.test", StringComparison.Ordinal), "far has something to tell");
        Assert.Contains("failure  example.test", await far.CliAsync(["report", "due"]), StringComparison.Ordinal);
        Assert.Contains("2 report(s) sent", await far.CliAsync(["report", "send", "--today"]), StringComparison.Ordinal);
        var told = await ReadAsync(near, "dmarc");
        Assert.Equal(("example.test", "mail.far.test", 1, 2), ((string)told["domain"]!, (string)told["organization"]!, (int)told["passed"]!, (int)told["failed"]!));
        string shown = await near.CliAsync(["report", "dmarc", "show", $"{told["id"]}"]);
        Assert.Contains("p=reject: 1 passed, 0 let through, 0 quarantined, 2 rejected", shown, StringComparison.Ordinal);
        string sources = await near.CliAsync(["report", "dmarc", "sources", "example.test"]);
        Assert.Matches(@"127\.0\.0\.1\s+example\.test\s+example\.test\s+example\.test\s+1\s+0\s+1\s+1\n", sources);
        Assert.Matches(@"127\.0\.0\.1\s+example\.test\s+example\.test\s+-\s+1\s+0\s+0\s+0\n", sources);

        await FailuresAsync();

        // Near tells far.test of its session, and of the letter that a person got.
        await Eventually.IsTrueAsync(async () => (await near.CliAsync(["report", "due"])).Contains("tls    far.test", StringComparison.Ordinal), "near has something to tell");
        Assert.Contains("2 report(s) sent", await near.CliAsync(["report", "send", "--today"]), StringComparison.Ordinal);
        told = await ReadAsync(far, "tls");
        Assert.Equal(("far.test", "mail.example.test", 1, 0), ((string)told["domain"]!, (string)told["organization"]!, (int)told["passed"]!, (int)told["failed"]!));
        Assert.Contains("no-policy-found  far.test  1", await far.CliAsync(["report", "tls", "show", $"{told["id"]}"]), StringComparison.Ordinal);

        // Reports are mail that passes, and nobody reports on reports.
        Assert.Contains("dmarc=pass for far.test", near.Log, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(dmarc|failure)\s+far\.test", await near.CliAsync(["report", "due"]));
        Assert.DoesNotMatch(@"(dmarc|failure)\s+example\.test", await far.CliAsync(["report", "due"]));
        Assert.Equal("[]", (await near.CliAsync(["queue", "list", "--json"])).Trim());
        var (code, _) = await CommandLine.RunAsync(AetherServer.Program, ["report", "tls", "show", "99", "--config", near.ConfigFile]);
        Assert.Equal(3, code);
    }

    /// <summary>The forged message was told of by itself, to the address that is read and to a person.</summary>
    private async Task FailuresAsync()
    {
        var told = await ReadAsync(near, "failure");
        Assert.Equal(("example.test", "mail.far.test", 0, 1), ((string)told["domain"]!, (string)told["organization"]!, (int)told["passed"]!, (int)told["failed"]!));
        string shown = await near.CliAsync(["report", "failure", "show", $"{told["id"]}"]);
        Assert.Contains("Failed: dmarc\nNot aligned: dkim, spf\nDone with it: reject\n", shown, StringComparison.Ordinal);
        Assert.Contains("Subject: forged\n", shown, StringComparison.Ordinal);
        Assert.Matches(@"127\.0\.0\.1\s+example\.test\s+example\.test\s+-\s+1\s+0\s+0\s+0\n", await near.CliAsync(["report", "failure", "sources", "example.test"]));
        Assert.Contains("127.0.0.1", await near.CliAsync(["report", "dmarc", "sources", "example.test"]), StringComparison.Ordinal);
        Assert.Matches("(?i)reported.*mail-reports@example.test, ann@example.test.*failure report", (await far.CliAsync(["trace", "--json"])).ReplaceLineEndings(" "));

        await Eventually.IsTrueAsync(() => far.Log.Contains("delivered to ann@example.test", StringComparison.Ordinal), "the letter is delivered", TimeSpan.FromMinutes(1));
        string read = await CommandLine.SucceedAsync("python3", ["-c", Reader, near.Imap.ToString(CultureInfo.InvariantCulture)]);
        Assert.Contains("['text/plain', 'message/feedback-report', 'text/rfc822-headers']", read, StringComparison.Ordinal);
        foreach (string field in (string[])["Feedback-Type: auth-failure", "Version: 1", "Auth-Failure: dmarc", "Identity-Alignment: dkim, spf", "Delivery-Result: reject", "Original-Mail-From: <ann@example.test>", "Source-IP: 127.0.0.1", "Reported-Domain: example.test", "Incidents: 1", "SPF-DNS: txt : example.test : \"v=spf1 -all\""])
            Assert.Contains(field + "\n", read, StringComparison.Ordinal);
        Assert.Matches("Original-Rcpt-To: <[A-Za-z0-9_-]{12}@far.test>\n", read);
        Assert.Matches("original forged <?[A-Za-z0-9_-]{12}@far.test>?\n", read);
        Assert.DoesNotContain("carol", read, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ReadAsync(AetherServer server, string kind)
    {
        JsonArray reports = [];
        await Eventually.IsTrueAsync(
            async () => (reports = JsonNode.Parse(await server.CliAsync(["report", kind, "list", "--json"]))!.AsArray()).Count > 0, $"a report comes in; the log:\n{server.Log}", TimeSpan.FromMinutes(1));
        return Assert.Single(reports)!;
    }

    private async Task StartAllAsync()
    {
        far = await AetherServer.PrepareNodeAsync(null, static config =>
        {
            config["hostname"] = "mail.far.test";
            config["reports"] = new JsonObject { ["failures"] = true };
        });
        near = await AetherServer.PrepareAsync();
        await far.CliAsync(["domain", "add", "far.test"]);
        await far.AddAccountAsync("carol@far.test");
        dns = await KnotServer.StartAsync(("test", $"""
            {await KeysAsync(near)}
            {await KeysAsync(far)}
            _dmarc.example TXT "v=DMARC1; p=reject; rua=mailto:mail-reports@example.test!5m,mailto:nobody@stranger.test; ruf=mailto:mail-reports@example.test,mailto:ann@example.test,mailto:nobody@stranger.test"
            _dmarc.far TXT "v=DMARC1; p=reject; rua=mailto:mail-reports@far.test"
            _smtp._tls.far TXT "v=TLSRPTv1; rua=mailto:mail-reports@far.test"
            example TXT "v=spf1 -all"
            example MX 10 mail.example
            far MX 10 mail.far
            mail.example A 127.0.0.1
            mail.far A 127.0.0.1
            """));
        await ConfigureAsync(near, far);
        await ConfigureAsync(far, near);
        await far.StartAsync();
        await near.StartAsync();
    }

    private static async Task<string> KeysAsync(AetherServer server) =>
        string.Join('\n', JsonNode.Parse(await server.CliAsync(["dkim", "list", "--json"]))!.AsArray().Select(key => (string)key!["record"]!));

    private async Task ConfigureAsync(AetherServer server, AetherServer other)
    {
        server.Config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
        server.Config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() };
        server.Config["queue"] = new JsonObject { ["port"] = other.Smtp, ["allowedNetworks"] = new JsonArray("127.0.0.0/8"), ["keepOpen"] = "0 s" };
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
    }
}
