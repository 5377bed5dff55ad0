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

    [Fact]
    public async Task A_certificate_is_rotated_under_load_and_no_handshake_fails_and_no_session_drops()
    {
        await using var session = await LineClient.ConnectAsync(server.Imaps);
        Assert.Equal("CN=first.test", await session.HandshakeAsync("first.test"));
        await session.ReadAsync();
        await session.SendAsync("a LOGIN ann@example.test secret\r\n");
        Assert.StartsWith("a OK", await session.ReadAsync(), StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        Task<int>[] load = [LoadAsync(server.Imaps, stop.Token), LoadAsync(server.Submissions, stop.Token), LoadAsync(server.Pop3s, stop.Token)];
        for (int round = 0; round < 2; round++)
        {
            string name = $"round{round}.test";
            Put(name);
            await Eventually.IsTrueAsync(async () => await SubjectAsync(server.Imaps) == "CN=" + name, $"{name} is served; the log:\n{server.Log}");
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(load), handshakes => Assert.True(handshakes > 5));
        await session.SendAsync("b NOOP\r\n");
        Assert.StartsWith("b OK", await session.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("round1.test", await server.CliAsync(["tls", "status"]), StringComparison.Ordinal);
    }

    /// <returns>Handshakes done; the first that fails throws.</returns>
    private static async Task<int> LoadAsync(int port, CancellationToken stop)
    {
        int done = 0;
        for (; !stop.IsCancellationRequested; done++)
            await SubjectAsync(port);
        return done;
    }

    private static async Task<string> SubjectAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await using var tls = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("mail.test");
        return tls.RemoteCertificate!.Subject;
    }

    private void Put(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(90));
        File.WriteAllText(folder.File("mail.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("mail.pem"), certificate.ExportCertificatePem());
    }
}
