using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>Mail for somebody else's domain: found through a real name server, taken by a real Postfix, bounced when refused.</summary>
public sealed class OutsideDomainTests : IAsyncLifetime
{
    private PostfixServer postfix = null!;
    private KnotServer dns = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await StartAllAsync();
        }
        catch
        {
            await DisposeAsync(); // Nobody else takes down what did start.
            throw;
        }
    }

    private async Task StartAllAsync()
    {
        postfix = await PostfixServer.StartAsync("far.test");
        dns = await KnotServer.StartAsync(
            ("far.test", "@ MX 10 mx\nmx A 127.0.0.1"),
            ("nomail.test", "@ MX 0 ."));
        server = await AetherServer.StartAsync(config =>
        {
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
            config["queue"] = new JsonObject { ["port"] = postfix.Port, ["allowedNetworks"] = new JsonArray("127.0.0.0/8") };
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in (IAsyncDisposable?[])[server, dns, postfix])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_submitted_message_reaches_postfix_by_its_mx()
    {
        await SubmitAsync("carol@far.test", "over the wall");

        await Eventually.IsTrueAsync(() => postfix.Delivered.Any(), "Postfix delivered the message");

        string message = await File.ReadAllTextAsync(postfix.Delivered.Single());
        Assert.Contains("Subject: over the wall", message, StringComparison.Ordinal);
        Assert.Contains("with ESMTPA", message, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await server.CliAsync(["queue", "list", "--json"])).Trim() is "[]", "the queue is empty");

        // Whoever asks where it went sees all of its way.
        var steps = JsonNode.Parse(await server.CliAsync(["trace", "--address", "carol@far.test", "--json"]))!.AsArray();
        Assert.Equal(["delivered", "accepted"], steps.Select(step => (string?)step!["kind"]));
        Assert.Contains("mx.far.test", (string?)steps[0]!["detail"], StringComparison.Ordinal);
        Assert.Contains("login ann@example.test", (string?)steps[1]!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_takes_no_mail_bounces_at_once()
    {
        await SubmitAsync("nobody@nomail.test", "into the void");

        string bounce = await ReadFirstAsync("ann@example.test");

        Assert.Contains("multipart/report", bounce, StringComparison.Ordinal);
        Assert.Contains("Final-Recipient: rfc822; nobody@nomail.test", bounce, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Status: 5.1.10", bounce, StringComparison.Ordinal); // RFC 7505 §4.2.
        Assert.Contains("Return-Path: <>", bounce, StringComparison.Ordinal);

        // It is kept, can be looked at, and sent again.
        var letter = JsonNode.Parse(await server.CliAsync(["deadletter", "list", "--address", "nobody@nomail.test", "--json"]))!.AsArray().Single()!;
        string file = Path.Combine(server.Folder, "letter.eml");
        await server.CliAsync(["deadletter", "export", $"{letter["id"]}", file]);
        Assert.Contains("Subject: into the void", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        await server.CliAsync(["queue", "hold"]);
        await server.CliAsync(["deadletter", "replay", $"{letter["id"]}"]);
        await Eventually.IsTrueAsync(async () => JsonNode.Parse(await server.CliAsync(["deadletter", "list", "--json"]))!.AsArray().Count == 1, "it failed once more");
    }

    [Fact]
    public async Task What_waits_in_the_queue_survives_a_crash()
    {
        await SubmitAsync("dave@later.test", "for later");
        await server.KillAsync();
        await server.StartAsync();

        string listed = await server.CliAsync(["queue", "list"]);

        Assert.Contains("dave@later.test", listed, StringComparison.Ordinal);
    }

    private Task<string> SubmitAsync(string recipient, string subject) => CommandLine.SucceedAsync("swaks", [
        "--server", $"127.0.0.1:{server.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
        "--from", "ann@example.test", "--to", recipient, "--header", $"Subject: {subject}"]);

    private async Task<string> ReadFirstAsync(string user)
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
