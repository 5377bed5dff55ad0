using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Clients;

/// <summary>Certificates of clients, with curl: whose opens an account, and whose ends the handshake.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TemporaryFolder folder = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private X509Certificate2 authority = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        authority = Authority("CN=Clients");
        await File.WriteAllTextAsync(folder.File("clients.pem"), authority.ExportCertificatePem());
        server = await AetherServer.StartAsync(config => config["tls"] = new JsonObject { ["clientAuthorities"] = new JsonArray(folder.File("clients.pem")) });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_opens_the_account_whose_address_is_in_it_and_no_other()
    {
        string certificate = Issue(authority, "ann@example.test");
        Assert.Equal(0, await CurlAsync("imaps", server.Imaps, certificate, "ann@example.test"));
        Assert.Equal(0, await CurlAsync("pop3s", server.Pop3s, certificate, "ann@example.test"));
        Assert.Equal(67, await CurlAsync("imaps", server.Imaps, certificate, "bob@example.test")); // login denied
        Assert.Equal(67, await CurlAsync("imaps", server.Imaps, Issue(authority, "eve@example.test"), "eve@example.test"));
    }

    [Fact]
    public async Task What_no_authority_of_ours_signed_or_is_not_for_clients_ends_the_handshake()
    {
        using var stranger = Authority("CN=Strangers");
        Assert.NotEqual(0, await CurlAsync("imaps", server.Imaps, Issue(stranger, "ann@example.test"), "ann@example.test"));
        Assert.NotEqual(0, await CurlAsync("imaps", server.Imaps, Issue(authority, "ann@example.test", purpose: "1.3.6.1.5.5.7.3.1"), "ann@example.test"));
        Assert.NotEqual(0, await CurlAsync("imaps", server.Imaps, Issue(authority, "ann@example.test", days: -1), "ann@example.test"));
    }

    [Fact]
    public async Task Who_shows_none_logs_in_as_ever()
    {
        await CommandLine.SucceedAsync("curl", ["-sSk", $"imaps://127.0.0.1:{server.Imaps}/", "--user", "ann@example.test:secret"]);
        var (_, said) = await CommandLine.RunAsync("curl", ["-skv", $"imaps://127.0.0.1:{server.Imaps}/", "--user", "ann@example.test:secret"]);
        Assert.DoesNotContain("EXTERNAL", said, StringComparison.Ordinal);
    }

    private static async Task<int> CurlAsync(string scheme, int port, string certificate, string user) =>
        (await CommandLine.RunAsync("curl", ["-sSk", $"{scheme}://127.0.0.1:{port}/", "--cert", certificate, "--user", user + ":", "--login-options", "AUTH=EXTERNAL"])).ExitCode;

    private X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-10), Now.AddDays(10));
    }

    /// <returns>A file with the certificate and its key.</returns>
    private string Issue(X509Certificate2 issuer, string address, string purpose = "1.3.6.1.5.5.7.3.2", int days = 5)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        using var made = request.Create(issuer, Now.AddDays(-9), Now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        string file = folder.File(RandomNumberGenerator.GetHexString(8) + ".pem");
        File.WriteAllText(file, made.ExportCertificatePem() + "\n" + own.ExportPkcs8PrivateKeyPem());
        return file;
    }
}
