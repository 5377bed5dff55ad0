using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>Listeners that do nothing before TLS, on loopback either: swaks and curl get in by STARTTLS and not without.</summary>
public sealed class RequiredTlsTests : IAsyncLifetime
{
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync(config =>
    {
        foreach (string protocol in (string[])["smtp", "imap", "pop3"])
        {
            foreach (var listener in config[protocol]!["listeners"]!.AsArray().Where(static one => (string?)one!["tls"] == "starttls"))
                listener!["tls"] = "required";
        }
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mail_is_taken_inside_tls_only(bool submission)
    {
        string[] call = ["--server", $"127.0.0.1:{(submission ? server.Submission : server.Smtp)}", "--from", "ann@example.test", "--to", "bob@example.test", .. submission ? (string[])["--auth-user", "ann@example.test", "--auth-password", "secret"] : []];
        var (code, told) = await CommandLine.RunAsync("swaks", call);
        Assert.NotEqual(0, code);
        Assert.Contains(submission ? "did not advertise authentication" : "530 5.7.0", told, StringComparison.Ordinal);
        await CommandLine.SucceedAsync("swaks", [.. call, "--tls"]);
    }

    [Theory]
    [InlineData("imap")]
    [InlineData("pop3")]
    public async Task Mailboxes_open_inside_tls_only(string protocol)
    {
        string[] call = ["-sS", "-u", "ann@example.test:secret", $"{protocol}://127.0.0.1:{(protocol is "imap" ? server.Imap : server.Pop3)}/"];
        Assert.NotEqual(0, (await CommandLine.RunAsync("curl", call)).ExitCode);
        await CommandLine.SucceedAsync("curl", ["-k", "--ssl-reqd", .. call]);
    }
}
