using System.Diagnostics;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Dns;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>Case D08: name servers that say nothing keep no mail waiting, and make nobody's mail pass or fail.</summary>
public sealed class SilentDnsTests
{
    private const int Messages = 9;

    [Fact]
    public async Task Once_the_name_servers_are_known_to_be_silent_mail_is_taken_as_fast_as_ever()
    {
        await using var dns = new DnsTestServer(new DnsZone { IsSilent = true });
        await using var server = await AetherServer.StartAsync(config =>
        {
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Address.Port}" }) };
            config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() };
        });
        await using var client = await LineClient.ConnectAsync(server.Smtp);
        await client.ReadAsync();
        await client.SendAsync("HELO mx.far.test\r\n");
        await client.ReadAsync();
        await SendAsync(client); // the first one waits for two answers that never come

        var took = new List<double>();
        int asked = dns.Questions;
        for (int i = 0; i < Messages; i++)
            took.Add(await SendAsync(client));
        took.Sort();
        Assert.InRange(took[Messages / 2], 0, 100); // a time-out would be seconds
        Assert.InRange(dns.Questions - asked, 0, 5); // now and then a probe

        string message = await CommandLine.SucceedAsync("curl", ["-sS", $"imap://127.0.0.1:{server.Imap}/INBOX;MAILINDEX=2", "--user", "ann@example.test:secret"]);
        Assert.Contains("spf=temperror", message, StringComparison.Ordinal);
        Assert.Contains("dmarc=temperror", message, StringComparison.Ordinal);
    }

    /// <returns>Milliseconds from the first command to the last reply.</returns>
    private static async Task<double> SendAsync(LineClient client)
    {
        long started = Stopwatch.GetTimestamp();
        foreach (var (line, code) in ((string, string)[])[("MAIL FROM:<joe@far.test>", "250"), ("RCPT TO:<ann@example.test>", "250"), ("DATA", "354"), ("From: joe@far.test\r\nSubject: hello\r\n\r\nHello.\r\n.", "250")])
        {
            await client.SendAsync(line + "\r\n");
            Assert.StartsWith(code, await client.ReadAsync(), StringComparison.Ordinal);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
