using System.Text.Json.Nodes;
using Aether.Testing.Certificates;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>Two servers of ours, zones that Knot signs and a resolver that validates them: what DANE, MTA-STS and null MX let through, and what is told of it. RFC 7672, RFC 8461, RFC 7505, RFC 8460, case A11.</summary>
public sealed class SignedZoneTests
{
    [Fact]
    public async Task Mail_goes_where_the_zones_vouch_for_the_server_and_failures_are_told()
    {
        int http = FreePorts.Take(1)[0];
        await using var far = await AetherServer.PrepareNodeAsync(null, config =>
        {
            config["hostname"] = "mx.far.test";
            config["security"] = new JsonObject { ["mtaSts"] = "enforce" };
            config["http"] = new JsonObject { ["listeners"] = new JsonArray(new JsonObject { ["address"] = "127.0.0.1", ["port"] = http, ["tls"] = "implicit" }) };
            config["tls"] = new JsonObject { ["certificates"] = new JsonArray(new JsonObject { ["certificate"] = "far.crt", ["key"] = "far.key" }) };

            // The same server through a wire that strips STARTTLS.
            config["smtp"]!["listeners"]!.AsArray().Add(new JsonObject { ["address"] = "127.0.0.2", ["port"] = (int)config["smtp"]!["listeners"]![0]!["port"]!, ["tls"] = "none", ["kind"] = "mx" });
        });
        using var authority = new MailAuthority();
        Directory.CreateDirectory(Path.Combine(far.Folder, "data"));
        string key = await authority.WriteAsync(Path.Combine(far.Folder, "data", "far"), "mta-sts.sts.test");
        await File.WriteAllTextAsync(Path.Combine(far.Folder, "roots.pem"), authority.Pem);
        foreach (string domain in (string[])["far.test", "dane.test", "wrong.test", "stripped.test", "sts.test"])
        {
            await far.CliAsync(["domain", "add", domain]);
            await far.AddAccountAsync($"carol@{domain}");
        }

        string records = JsonNode.Parse(await far.CliAsync(["domain", "dns", "sts.test", "--json"]))!.ToJsonString();
        string id = records[(records.IndexOf("v=STSv1; id=", StringComparison.Ordinal) + 12)..][..16];
        string port = $"_{far.Smtp}._tcp";
        await using var knot = await KnotServer.StartSignedAsync(("test", $"""
            far MX 10 mx.far
            mx.far A 127.0.0.1
            dane MX 10 mx.dane
            mx.dane A 127.0.0.1
            {port}.mx.dane TLSA 3 1 1 {key}
            wrong MX 10 mx.wrong
            mx.wrong A 127.0.0.1
            {port}.mx.wrong TLSA 3 1 1 {new string('0', 64)}
            stripped MX 10 mx.stripped
            mx.stripped A 127.0.0.2
            {port}.mx.stripped TLSA 3 1 1 {key}
            sts MX 10 mx.far
            mta-sts.sts A 127.0.0.1
            _mta-sts.sts TXT "v=STSv1; id={id}"
            nomail MX 0 .
            {string.Concat(((string[])["dane", "wrong", "stripped", "sts"]).Select(name => $"_smtp._tls.{name} TXT \"v=TLSRPTv1; rua=mailto:mail-reports@far.test\"\n"))}
            """));
        await using var resolver = await UnboundServer.StartAsync(knot, "test");
        await using var near = await AetherServer.PrepareAsync(config =>
        {
            config["dns"] = new JsonObject { ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{resolver.Port}", ["validating"] = true }) };
            config["queue"] = new JsonObject { ["port"] = far.Smtp, ["policyPort"] = http, ["allowedNetworks"] = new JsonArray("127.0.0.0/8"), ["keepOpen"] = "0 s" };
        });
        await far.StartAsync();
        await near.StartAsync("env", $"SSL_CERT_FILE={Path.Combine(far.Folder, "roots.pem")}");

        foreach (string domain in (string[])["dane.test", "wrong.test", "stripped.test", "sts.test", "nomail.test"])
            await SendAsync(near, $"carol@{domain}");
        await SeeAsync(near, "delivered to carol@dane.test by mx.dane.test");
        Assert.Contains("over TLS", await near.CliAsync(["trace", "--address", "carol@dane.test"]), StringComparison.Ordinal);
        await SeeAsync(near, "for carol@wrong.test deferred");
        await SeeAsync(near, "for carol@stripped.test deferred");
        await SeeAsync(near, "for carol@sts.test deferred");
        Assert.Contains("5.1.10", await TraceOfAsync(near, "carol@nomail.test", "failed"), StringComparison.Ordinal);
        Assert.Equal(3, JsonNode.Parse(await near.CliAsync(["queue", "list", "--json"]))!.AsArray().Count);

        // What failed is told, by mail that does not wait for what it tells of; what waits is tried again and told again another day.
        Assert.Contains("4 report(s) sent", await near.CliAsync(["report", "send", "--today"]), StringComparison.Ordinal);
        Assert.Matches(@"tlsa\s+mx\.dane\.test\s+1\s+0\n", await ReportAsync(far, "dane.test"));
        Assert.Matches(@"certificate-not-trusted\s+1\s+127\.0\.0\.1\s+mx\.wrong\.test\s+127\.0\.0\.1", await ReportAsync(far, "wrong.test"));
        Assert.Matches(@"starttls-not-supported\s+1\s+127\.0\.0\.\d\s+mx\.stripped\.test\s+127\.0\.0\.2", await ReportAsync(far, "stripped.test"));
        Assert.Matches(@"certificate-host-mismatch\s+1\s+127\.0\.0\.1\s+mx\.far\.test\s+127\.0\.0\.1", await ReportAsync(far, "sts.test"));
    }

    private static Task<string> SendAsync(AetherServer server, string recipient) => CommandLine.SucceedAsync("swaks", [
        "--server", $"127.0.0.1:{server.Submission}", "--auth", "LOGIN", "--auth-user", "ann@example.test", "--auth-password", "secret",
        "--from", "ann@example.test", "--to", recipient, "--header", "Subject: x"]);

    private static Task SeeAsync(AetherServer server, string line) =>
        Eventually.IsTrueAsync(() => server.Log.Contains(line, StringComparison.Ordinal), $"the log says \"{line}\"", TimeSpan.FromMinutes(1));

    private static async Task<string> TraceOfAsync(AetherServer server, string address, string step)
    {
        string trace = "";
        await Eventually.IsTrueAsync(async () => (trace = await server.CliAsync(["trace", "--address", address])).Contains(step, StringComparison.Ordinal), $"{address} has {step}", TimeSpan.FromMinutes(1));
        return trace;
    }

    private static async Task<string> ReportAsync(AetherServer server, string domain)
    {
        JsonNode? report = null;
        await Eventually.IsTrueAsync(
            async () => (report = JsonNode.Parse(await server.CliAsync(["report", "tls", "list", domain, "--json"]))!.AsArray().FirstOrDefault()) is not null, $"a report about {domain} comes in; the log:\n{server.Log}", TimeSpan.FromMinutes(1));
        return await server.CliAsync(["report", "tls", "show", $"{report!["id"]}"]);
    }
}
