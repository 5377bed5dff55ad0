using System.Text.Json.Nodes;
using Aether.Testing.Certificates;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>Two servers of ours with an authority, Knot and HTTPS between them: what one demands by MTA-STS, the other keeps to. RFC 8461, case A11.</summary>
public sealed class StsTests
{
    [Fact]
    public async Task A_policy_that_is_enforced_lets_mail_through_to_the_right_certificate_and_to_no_other()
    {
        int http = FreePorts.Take(1)[0];
        await using var far = await AetherServer.PrepareNodeAsync(null, config =>
        {
            config["hostname"] = "mx.far.test";
            config["security"] = new JsonObject { ["mtaSts"] = "enforce" };
            config["http"] = new JsonObject { ["listeners"] = new JsonArray(new JsonObject { ["address"] = "127.0.0.1", ["port"] = http, ["tls"] = "implicit" }) };
            config["tls"] = new JsonObject { ["certificates"] = new JsonArray(new JsonObject { ["certificate"] = "far.crt", ["key"] = "far.key" }) };
        });
        using var authority = new MailAuthority();
        Directory.CreateDirectory(Path.Combine(far.Folder, "data"));
        await authority.WriteAsync(Path.Combine(far.Folder, "data", "far"), "mx.far.test", "mta-sts.far.test");
        await File.WriteAllTextAsync(Path.Combine(far.Folder, "roots.pem"), authority.Pem);
        await far.CliAsync(["domain", "add", "far.test"]);
        await far.AddAccountAsync("carol@far.test");
        var records = JsonNode.Parse(await far.CliAsync(["domain", "dns", "far.test", "--json"]))!.ToJsonString();
        string id = records[(records.IndexOf("v=STSv1; id=", StringComparison.Ordinal) + 12)..][..16];
        await using var dns = await KnotServer.StartAsync(("far.test", $"""
            @ MX 10 mx
            mx A 127.0.0.1
            mta-sts A 127.0.0.1
            _mta-sts TXT "v=STSv1; id={id}"
            """));
        await using var near = await AetherServer.PrepareAsync(config =>
        {
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{dns.Port}" }) };
            config["queue"] = new JsonObject { ["port"] = far.Smtp, ["policyPort"] = http, ["allowedNetworks"] = new JsonArray("127.0.0.0/8"), ["keepOpen"] = "0 s" };
        });
        await far.StartAsync();
        await near.StartAsync("env", $"SSL_CERT_FILE={Path.Combine(far.Folder, "roots.pem")}");

        await SendAsync(near, "first");
        await Eventually.IsTrueAsync(() => near.Log.Contains("delivered to carol@far.test by mx.far.test", StringComparison.Ordinal), "the first is delivered", TimeSpan.FromMinutes(1));
        Assert.Contains("over TLS", await near.CliAsync(["trace", "--address", "carol@far.test"]), StringComparison.Ordinal);

        // From now on the exchanger shows a certificate of another name: an impostor, for all that anybody knows.
        await far.StopAsync();
        await authority.WriteAsync(Path.Combine(far.Folder, "data", "far"), "mta-sts.far.test");
        await far.StartAsync();
        await SendAsync(near, "second");
        await Eventually.IsTrueAsync(() => near.Log.Contains("for carol@far.test deferred", StringComparison.Ordinal), "the second waits", TimeSpan.FromMinutes(1));
        Assert.Contains("4.7.5", near.Log, StringComparison.Ordinal);
        Assert.Single(JsonNode.Parse(await near.CliAsync(["queue", "list", "--json"]))!.AsArray());
    }

    private static Task<string> SendAsync(AetherServer server, string subject) => CommandLine.SucceedAsync("swaks", [
        "--server", $"127.0.0.1:{server.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
        "--from", "ann@example.test", "--to", "carol@far.test", "--header", $"Subject: {subject}"]);
}
