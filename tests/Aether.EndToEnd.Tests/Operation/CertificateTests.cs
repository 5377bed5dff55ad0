using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>Certificates of a running server are replaced: by a file that somebody puts there, under load.</summary>
public sealed class CertificateTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        Put("first.test");
        server = await AetherServer.StartAsync(config => config["tls"] = new JsonObject
        {
            ["certificates"] = new JsonArray(new JsonObject { ["certificate"] = folder.File("mail.pem"), ["key"] = folder.File("mail.key") }),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>With AETHER_ROTATION_SESSIONS and AETHER_ROTATION_ROUNDS as many as one likes; docs/security/certificates.md tells what came of it.</summary>
    [Fact]
    public async Task A_certificate_is_rotated_under_load_and_no_handshake_fails_and_no_session_drops()
    {
        var idle = new List<LineClient>();
        try
        {
            for (int i = 0; i < Number("AETHER_ROTATION_SESSIONS", 20); i++)
                idle.Add(await IdleAsync());

            using var stop = new CancellationTokenSource();
            Task<int>[] load = [LoadAsync(server.Imaps, stop.Token), LoadAsync(server.Submissions, stop.Token), LoadAsync(server.Pop3s, stop.Token)];
            int rounds = Number("AETHER_ROTATION_ROUNDS", 2);
            for (int round = 0; round < rounds; round++)
            {
                string name = $"round{round}.test";
                Put(name);
                if (round > 0)
                    await server.SignalAsync("HUP"); // the first is found by itself
                await Eventually.IsTrueAsync(async () => await SubjectAsync(server.Imaps) == "CN=" + name, $"{name} is served; the log:\n{server.Log}");
            }

            await stop.CancelAsync();
            int[] handshakes = await Task.WhenAll(load);
            Assert.All(handshakes, one => Assert.True(one > 5));
            TestContext.Current.TestOutputHelper?.WriteLine($"{idle.Count} sessions, {rounds} certificates, {handshakes.Sum()} handshakes");
            Assert.Contains($"round{rounds - 1}.test", await server.CliAsync(["tls", "status"]), StringComparison.Ordinal);
            await CommandLine.SucceedAsync("swaks", ["--server", $"127.0.0.1:{server.Smtp}", "--from", "x@far.test", "--to", "ann@example.test"]);
            foreach (var session in idle)
                Assert.Equal("* 1 EXISTS", await session.ReadAsync()); // each of them lives, and hears it
        }
        finally
        {
            foreach (var session in idle)
                await session.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_certificate_of_the_store_serves_its_name_beside_those_of_files()
    {
        Put("second.test", "second");
        Assert.Contains("second.test", await server.CliAsync(["tls", "import", folder.File("second.pem"), folder.File("second.key")]), StringComparison.Ordinal);
        Assert.Equal(("CN=second.test", "CN=first.test"), (await SubjectAsync(server.Imaps, "second.test"), await SubjectAsync(server.Pop3s, "other.test")));

        Assert.DoesNotContain("second.test", await server.CliAsync(["tls", "remove", "second.test"]), StringComparison.Ordinal);
        Assert.Equal("CN=first.test", await SubjectAsync(server.Submissions, "second.test"));
    }

    /// <summary>A session inside TLS that waits for news.</summary>
    private async Task<LineClient> IdleAsync()
    {
        var session = await LineClient.ConnectAsync(server.Imaps);
        Assert.Equal("CN=first.test", await session.HandshakeAsync("first.test"));
        await session.ReadAsync();
        Assert.StartsWith("a OK", await session.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);
        string? line = await session.AskAsync("b SELECT INBOX");
        while (line?.StartsWith("b ", StringComparison.Ordinal) is false)
            line = await session.ReadAsync();
        Assert.StartsWith("+ ", await session.AskAsync("c IDLE"), StringComparison.Ordinal);
        return session;
    }

    private static int Number(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : usual;

    /// <returns>Handshakes done; the first that fails throws.</returns>
    private static async Task<int> LoadAsync(int port, CancellationToken stop)
    {
        int done = 0;
        for (; !stop.IsCancellationRequested; done++)
            await SubjectAsync(port);
        return done;
    }

    private static async Task<string> SubjectAsync(int port, string name = "mail.test")
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var tls = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync(name);
        return tls.RemoteCertificate!.Subject;
    }

    private void Put(string name, string file = "mail")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(90));
        File.WriteAllText(folder.File(file + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File(file + ".pem"), certificate.ExportCertificatePem());
    }
}
