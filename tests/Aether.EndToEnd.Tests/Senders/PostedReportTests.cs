using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Senders;

/// <summary>Reports of sessions that come by HTTPS, where that is wanted. RFC 8460 §5.4.</summary>
public sealed class PostedReportTests
{
    private const string Report = """
        { "organization-name": "Company-X", "date-range": { "start-datetime": "2026-11-01T00:00:00Z", "end-datetime": "2026-11-01T23:59:59Z" }, "contact-info": "a@x.test", "report-id": "r1",
          "policies": [{ "policy": { "policy-type": "sts", "policy-string": [], "policy-domain": "example.test" }, "summary": { "total-successful-session-count": 5, "total-failure-session-count": 1 } }] }
        """;

    [Fact]
    public async Task They_are_taken_within_bounds()
    {
        await using var server = await AetherServer.PrepareAsync(config =>
        {
            config["http"]!["listeners"]![0]!["tls"] = "implicit";
            config["reports"] = new JsonObject { ["https"] = true };
            config["limits"] = new JsonObject { ["reports"] = new JsonObject { ["postsPerHour"] = 5, ["message"] = "64 KiB" } };
        });
        await server.StartAsync();
        Assert.Contains("v=TLSRPTv1; rua=mailto:mail-reports@example.test,https://mail.example.test/reports/tls", await server.CliAsync(["domain", "dns", "example.test"]), StringComparison.Ordinal);
        string file = Path.Combine(server.Folder, "report.json");
        await File.WriteAllTextAsync(file, Report);
        string foreign = Path.Combine(server.Folder, "foreign.json");
        await File.WriteAllTextAsync(foreign, Report.Replace("example.test", "elsewhere.test", StringComparison.Ordinal));
        string large = Path.Combine(server.Folder, "large.json");
        await File.WriteAllTextAsync(large, new string(' ', 100_000));
        await CommandLine.SucceedAsync("gzip", ["-k", file]);

        Assert.Equal("415", await PostAsync(server, file, "text/plain"));
        Assert.Equal("201", await PostAsync(server, file + ".gz", "application/tlsrpt+gzip"));
        Assert.Equal("201", await PostAsync(server, file, "application/tlsrpt+json")); // known, and well
        Assert.Equal("413", await PostAsync(server, large, "application/tlsrpt+json"));
        Assert.Equal("400", await PostAsync(server, foreign, "application/tlsrpt+json"));
        Assert.Equal("400", await PostAsync(server, server.ConfigFile, "application/tlsrpt+json"));
        Assert.Equal("429", await PostAsync(server, file, "application/tlsrpt+json"));
        var report = Assert.Single(JsonNode.Parse(await server.CliAsync(["report", "tls", "list", "--json"]))!.AsArray())!;
        Assert.Equal(("example.test", "https from 127.0.0.1", 5, 1), ((string)report["domain"]!, (string)report["sender"]!, (int)report["passed"]!, (int)report["failed"]!));
        string metrics = await CommandLine.SucceedAsync("curl", ["-sSk", $"https://127.0.0.1:{server.Http}/metrics"]);
        Assert.Matches("aether_queue_reports_received(_total)?\\{[^}]*kind=\"tls\"[^}]*outcome=\"kept\"[^}]*\\} 1", metrics);
    }

    [Fact]
    public async Task Unless_it_is_wanted_nothing_is_taken()
    {
        await using var server = await AetherServer.StartAsync(static config => config["http"]!["listeners"]![0]!["tls"] = "implicit");
        string file = Path.Combine(server.Folder, "report.json");
        await File.WriteAllTextAsync(file, Report);
        Assert.Equal("404", await PostAsync(server, file, "application/tlsrpt+json"));
        Assert.DoesNotContain("https://mail.example.test/reports", await server.CliAsync(["domain", "dns", "example.test"]), StringComparison.Ordinal);
    }

    /// <returns>The status.</returns>
    private static async Task<string> PostAsync(AetherServer server, string file, string type) => (await CommandLine.SucceedAsync("curl", [
        "-sSk", "-o", "/dev/null", "-w", "%{http_code}", "-H", $"Content-Type: {type}", "--data-binary", "@" + file, $"https://127.0.0.1:{server.Http}/reports/tls"])).Trim();
}
