using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>The command line publishes what a domain lacks in a zone of Knot's, and finds it published then. RFC 2136, RFC 8945.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task What_a_domain_lacks_is_published_and_what_its_owner_wrote_stays()
    {
        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var knot = await KnotServer.StartWithKeyAsync("aether", secret, ("example.test", "_dmarc TXT \"v=DMARC1; p=reject\""));
        await using var server = await AetherServer.PrepareAsync(config => config["dns"] = new JsonObject
        {
            ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{knot.Port}" }),
            ["updates"] = new JsonArray(new JsonObject { ["zone"] = "example.test", ["server"] = $"127.0.0.1:{knot.Port}", ["key"] = "aether", ["secret"] = secret }),
        });
        Assert.Contains("MISSING  example.test MX", await server.CliAsync(["domain", "dns", "example.test", "--check"]), StringComparison.Ordinal);

        string records = await server.CliAsync(["domain", "dns", "example.test"]);
        Assert.Matches("self-signed.*\n_25\\._tcp\\.mail\\.example\\.test\\. IN TLSA 3 1 1 [0-9a-f]{64}\n", records);

        // What can't be published is a failure.
        server.Config["dns"]!["updates"]![0]!["secret"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        var (code, output) = await CommandLine.RunAsync(AetherServer.Program, ["domain", "dns", "example.test", "--publish", "--config", server.ConfigFile]);
        Assert.Equal((1, true), (code, output.Contains("the server does not know the key", StringComparison.Ordinal)));
        server.Config["dns"]!["updates"]![0]!["secret"] = secret;
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());

        string published = await server.CliAsync(["domain", "dns", "example.test", "--publish"]);
        Assert.Contains("ADDED  example.test MX", published, StringComparison.Ordinal);
        Assert.Contains("PUBLISHED  _dmarc.example.test TXT", published, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", published, StringComparison.Ordinal);
        string check = await server.CliAsync(["domain", "dns", "example.test", "--check"]);
        Assert.DoesNotContain("MISSING", check, StringComparison.Ordinal);
        Assert.DoesNotContain("DIFFERENT", check, StringComparison.Ordinal);
        Assert.Contains("PUBLISHED  _25._tcp.mail.example.test TLSA", check, StringComparison.Ordinal);

        // Without a way nothing is tried.
        server.Config["dns"]!["updates"] = new JsonArray();
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        (code, output) = await CommandLine.RunAsync(AetherServer.Program, ["domain", "dns", "example.test", "--publish", "--config", server.ConfigFile]);
        Assert.Equal((2, true), (code, output.Contains("set dns.updates", StringComparison.Ordinal)));
        Assert.DoesNotContain(secret, await server.CliAsync(["config", "show"]), StringComparison.Ordinal);
    }
}
