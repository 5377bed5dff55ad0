using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>Mail from strangers over real sockets, judged by what a real name server says of them.</summary>
public sealed class SenderCheckTests : IAsyncLifetime
{
    private const string Mail = "From: joe@signed.test\r\nTo: ann@example.test\r\nSubject: hello\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n\r\nHello.\r\n";
    private readonly DkimSigningKey key = new("signed.test", "s1", DkimAlgorithm.RsaSha256, DkimSigningKey.NewSecret(DkimAlgorithm.RsaSha256));
    private KnotServer dns = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        var record = key.RecordText();
        dns = await KnotServer.StartAsync(
            ("test", $"""
                signed TXT "v=spf1 -all"
                s1._domainkey.signed TXT "{record[..200]}" "{record[200..]}"
                _dmarc.signed TXT "v=DMARC1; p=reject"
                _dmarc.careful TXT "v=DMARC1; p=quarantine"
                _dmarc.friend TXT "v=DMARC1; p=reject; rua=mailto:reports@friend.test"
                permitted TXT "v=spf1 ip4:127.0.0.1 -all"
                _dmarc.permitted TXT "v=DMARC1; p=reject"
                mx A 127.0.0.1
                """),
            ("127.in-addr.arpa", "1.0.0 PTR mx.test."));
        server = await AetherServer.StartAsync(config =>
        {
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
            config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() };
            config["senders"] = new JsonObject { ["dmarcExceptions"] = new JsonArray("friend.test") };
        });
    }

    public async ValueTask DisposeAsync()
    {
        key.Dispose();
        foreach (var started in (IAsyncDisposable?[])[server, dns])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_signed_message_is_taken_and_its_results_stand_on_top()
    {
        var forged = "Authentication-Results: mail.example.test; dmarc=pass header.from=bank.test\r\n";
        Assert.StartsWith("250 ", await SendAsync("joe@signed.test", forged + Sign(Mail)), StringComparison.Ordinal);

        var message = await ReadAsync("INBOX");
        Assert.DoesNotContain("bank.test", message, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthentication-Results: mail.example.test;\r\n\tiprev=pass (mx.test) policy.iprev=127.0.0.1;\r\n\tspf=none smtp.helo=mx.test;\r\n\tspf=fail smtp.mailfrom=joe@signed.test;\r\n\tdkim=pass (2048-bit key) header.d=signed.test header.s=s1", message, StringComparison.Ordinal);
        Assert.Contains("\tdmarc=pass (p=reject) header.from=signed.test\r\nReceived-SPF: fail\r\n\tclient-ip=127.0.0.1;", message, StringComparison.Ordinal);
        Assert.True(message.IndexOf("Received-SPF", StringComparison.Ordinal) < message.IndexOf("Received: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_its_author_disowns_is_refused()
    {
        Assert.StartsWith("550 5.7.26 ", await SendAsync("joe@signed.test", Mail), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.26 ", await SendAsync("joe@signed.test", Sign(Mail).Replace("Hello.", "Goodbye.", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1 ", await SendAsync("joe@permitted.test", "From: eve@permitted.test\r\n" + Mail), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await SendAsync("joe@permitted.test", Mail.Replace("signed.test", "permitted.test", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_not_applied_where_a_rule_of_ours_says_so()
    {
        Assert.StartsWith("250 ", await SendAsync("joe@friend.test", Mail.Replace("signed.test", "friend.test", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("dmarc=fail (p=reject) header.from=friend.test", await ReadAsync("INBOX"), StringComparison.Ordinal);
        Assert.Contains("dmarc fail for friend.test, local rule: the policy of this domain is not applied;", await server.CliAsync(["trace", "--address", "ann@example.test"]), StringComparison.Ordinal);

        // Its owner is told why: RFC 9990 §3.1.6.
        await Eventually.IsTrueAsync(async () => (await server.CliAsync(["report", "due"])).Contains("dmarc  friend.test", StringComparison.Ordinal), "the message is counted");
    }

    [Fact]
    public async Task What_becomes_of_a_message_is_traced_and_counted()
    {
        Assert.StartsWith("550 5.7.26 ", await SendAsync("joe@signed.test", Mail), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await SendAsync("joe@careful.test", Mail.Replace("signed.test", "careful.test", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("250 ", await SendAsync("joe@signed.test", Sign(Mail)), StringComparison.Ordinal);
        string trace = await server.CliAsync(["trace", "--address", "ann@example.test"]);
        Assert.Contains(", spf fail, dmarc fail for signed.test, the policy of signed.test: 550 5.7.26 ", trace, StringComparison.Ordinal);
        Assert.Contains(", dmarc fail for careful.test, quarantined: the policy of careful.test; stored for ann@example.test", trace, StringComparison.Ordinal);
        Assert.Contains(", spf fail, dkim pass of signed.test, dmarc pass for signed.test; stored for ann@example.test", trace, StringComparison.Ordinal);
        string metrics = await CommandLine.SucceedAsync("curl", ["-sS", $"http://127.0.0.1:{server.Http}/metrics"]);
        foreach (string action in (string[])["reject", "quarantine", "accept"])
            Assert.Matches($"aether_validation_actions[^\n]*action=\"{action}\"[^\n]* 1\n", metrics);
        Assert.Matches("aether_validation_results[^\n]*method=\"dkim\"[^\n]*result=\"pass\"[^\n]* 1\n", metrics);
    }

    [Fact]
    public async Task What_is_to_be_quarantined_lies_in_the_junk_mailbox()
    {
        Assert.StartsWith("250 ", await SendAsync("joe@careful.test", Mail.Replace("signed.test", "careful.test", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("dmarc=fail (p=quarantine) header.from=careful.test", await ReadAsync("Junk"), StringComparison.Ordinal);
    }

    private string Sign(string message)
    {
        int end = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;
        using var hash = new BodyHash(Canonicalization.Relaxed, null);
        hash.Append(Encoding.ASCII.GetBytes(message[(end + 2)..]));
        return DkimSigner.Sign(new HeaderBlock(Encoding.ASCII.GetBytes(message[..end])), hash.Complete(), key, TimeProvider.System.GetUtcNow()) + message;
    }

    /// <returns>The reply to the content.</returns>
    private async Task<string> SendAsync(string sender, string message)
    {
        await using var client = await LineClient.ConnectAsync(server.Smtp);
        await client.ReadAsync();
        foreach (var line in (string[])["HELO mx.test", $"MAIL FROM:<{sender}>", "RCPT TO:<ann@example.test>", "DATA"])
        {
            await client.SendAsync(line + "\r\n");
            Assert.Contains((await client.ReadAsync())![0], "23");
        }

        await client.SendAsync(message + ".\r\n");
        return (await client.ReadAsync())!;
    }

    private async Task<string> ReadAsync(string mailbox)
    {
        string message = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                (int code, message) = await CommandLine.RunAsync("curl", ["-sS", $"imap://127.0.0.1:{server.Imap}/{mailbox};MAILINDEX=1", "--user", "ann@example.test:secret"]);
                return code == 0 && message.Length > 0;
            },
            $"{mailbox} has a message");
        return message.ReplaceLineEndings("\r\n");
    }
}
