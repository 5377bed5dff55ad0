using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>Others stand in front: a Postfix that hands its mail over by LMTP, an HAProxy that tells who the client is.</summary>
public sealed class FrontServerTests
{
    [Fact]
    public async Task Postfix_delivers_by_lmtp_over_a_unix_socket()
    {
        await using var server = await AetherServer.StartAsync(config => Add(config, Listener("unix:lmtp.sock", 1, "lmtp", "none")));
        string socket = Path.Combine(server.Folder, "data", "lmtp.sock");
        await using var postfix = await PostfixServer.StartAsync("example.test", $"lmtp:unix:{socket}");
        await CommandLine.SucceedAsync("chmod", ["711", server.Folder, Path.Combine(server.Folder, "data")]);

        await SendAsync(postfix.Port, "ann@example.test,bob@example.test", "by lmtp");

        string message = await ReadFirstAsync(server, "bob@example.test");
        Assert.Contains("Subject: by lmtp", message, StringComparison.Ordinal);
        Assert.Contains(" with LMTP id ", message, StringComparison.Ordinal);
        Assert.Contains("Delivered-To: bob@example.test", message, StringComparison.Ordinal);
        Assert.Contains("by lmtp", await ReadFirstAsync(server, "ann@example.test"), StringComparison.Ordinal);
        Assert.DoesNotContain("status=deferred", postfix.Log, StringComparison.Ordinal);
    }

    [Fact] // S12: each recipient its own status, as Postfix understood it
    public async Task Postfix_hears_of_each_recipient_alone()
    {
        int port = FreePorts.Take(1)[0];
        await using var server = await AetherServer.StartAsync(config => Add(config, Listener("127.0.0.1", port, "lmtp", "none")));
        await using var postfix = await PostfixServer.StartAsync("example.test", $"lmtp:inet:127.0.0.1:{port}");
        await server.CliAsync(["account", "set-quota", "bob@example.test", "--bytes", "900 B"]);

        await SendAsync(postfix.Port, "ann@example.test,bob@example.test,nobody@example.test", "mixed", new string('x', 800));

        await Eventually.IsTrueAsync(() => Count(postfix.Log, "relay=127.0.0.1") >= 3, "Postfix has tried all three");
        Assert.Equal(1, Count(postfix.Log, "to=<ann@example.test>", "status=sent"));
        Assert.Equal(1, Count(postfix.Log, "to=<bob@example.test>", "452 4.2.2"));
        Assert.Equal(1, Count(postfix.Log, "to=<nobody@example.test>", "550 5.1.1"));
    }

    [Theory, InlineData("send-proxy"), InlineData("send-proxy-v2")]
    public async Task Haproxy_tells_who_the_client_is(string header)
    {
        int port = FreePorts.Take(1)[0];
        await using var server = await AetherServer.StartAsync(config =>
        {
            var listener = Listener("127.0.0.1", port, "mx", "starttls");
            listener["proxy"] = true;
            Add(config, listener);
            config["limits"] = new JsonObject { ["proxyNetworks"] = new JsonArray("127.0.0.1/32") };
        });
        await using var haproxy = await HaproxyServer.StartAsync(port, header);

        // A source address of its own shows that it is the client's that stands in the trace field.
        await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{haproxy.Port}", "--local-interface", "127.0.0.77", "--from", "x@far.test", "--to", "ann@example.test", "--header", "Subject: proxied"]);

        Assert.Contains("([127.0.0.77])", await ReadFirstAsync(server, "ann@example.test"), StringComparison.Ordinal);
    }

    [Fact] // S08
    public async Task A_proxy_header_of_a_stranger_is_not_believed()
    {
        int port = FreePorts.Take(1)[0];
        await using var server = await AetherServer.StartAsync(config =>
        {
            var listener = Listener("127.0.0.1", port, "mx", "starttls");
            listener["proxy"] = true;
            Add(config, listener);
            config["limits"] = new JsonObject { ["proxyNetworks"] = new JsonArray("192.0.2.0/24") };
        });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync("PROXY TCP4 192.0.2.9 127.0.0.1 1 25\r\nEHLO x\r\n"u8.ToArray());
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[100]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (IOException)
        {
            // Cut off by a reset: nothing was served either way.
        }
    }

    private static int Count(string log, params string[] words) => log.Split('\n').Count(line => words.All(word => line.Contains(word, StringComparison.Ordinal)));

    private static JsonObject Listener(string address, int port, string kind, string tls) => new() { ["address"] = address, ["port"] = port, ["kind"] = kind, ["tls"] = tls };

    private static void Add(JsonObject config, JsonObject listener) => config["smtp"]!["listeners"]!.AsArray().Add(listener);

    private static Task<string> SendAsync(int port, string recipients, string subject, string body = "text") => CommandLine.SucceedAsync("swaks", [
        "--server", $"127.0.0.1:{port}", "--from", "x@far.test", "--to", recipients, "--header", $"Subject: {subject}", "--body", body]);

    private static async Task<string> ReadFirstAsync(AetherServer server, string user)
    {
        string message = "";
        await Eventually.IsTrueAsync(async () =>
        {
            (int code, message) = await CommandLine.RunAsync("curl", ["-sS", $"imap://127.0.0.1:{server.Imap}/INBOX;MAILINDEX=1", "--user", $"{user}:secret"]);
            return code == 0 && message.Length > 0;
        }, $"{user} has a message");
        return message;
    }
}
