using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>A client that knows an address only asks its domain how to reach the server.</summary>
public sealed class AutoconfigTests
{
    [Fact]
    public async Task A_domain_of_ours_tells_what_is_encrypted()
    {
        await using var server = await AetherServer.StartAsync();
        string found = await AskAsync(server, "autoconfig.example.test", "/mail/config-v1.1.xml?emailaddress=ann@example.test");
        Assert.Contains($"<incomingServer type=\"imap\">\n      <hostname>mail.example.test</hostname>\n      <port>{server.Imap}</port>\n      <socketType>STARTTLS</socketType>", found, StringComparison.Ordinal);
        Assert.Contains($"<incomingServer type=\"pop3\">\n      <hostname>mail.example.test</hostname>\n      <port>{server.Pop3s}</port>\n      <socketType>SSL</socketType>", found, StringComparison.Ordinal);
        Assert.Contains($"<outgoingServer type=\"smtp\">\n      <hostname>mail.example.test</hostname>\n      <port>{server.Submission}</port>", found, StringComparison.Ordinal);
        Assert.DoesNotContain($"<port>{server.Smtp}</port>", found, StringComparison.Ordinal);
        Assert.Equal(found, await AskAsync(server, "example.test", "/.well-known/autoconfig/mail/config-v1.1.xml"));
        Assert.Equal("404", (await AskAsync(server, "autoconfig.other.test", "/mail/config-v1.1.xml", "-o", "/dev/null", "-w", "%{http_code}")).Trim());
        Assert.Contains("autoconfig.example.test. IN CNAME mail.example.test.\n", await server.CliAsync(["domain", "dns", "example.test"]), StringComparison.Ordinal);
    }

    private static Task<string> AskAsync(AetherServer server, string host, string path, params string[] more) =>
        CommandLine.SucceedAsync("curl", ["-sS", "-H", $"Host: {host}", .. more, $"http://127.0.0.1:{server.Http}{path}"]);
}
