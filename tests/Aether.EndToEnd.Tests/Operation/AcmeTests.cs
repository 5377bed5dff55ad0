using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>The program fetches its certificate by itself, answering the authority on its own HTTP port.</summary>
public sealed class AcmeTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private AcmeAuthority authority = null!;
    private AetherServer server = null!;

    public async ValueTask InitializeAsync()
    {
        authority = new AcmeAuthority(AskAsync, TimeProvider.System);
        server = await AetherServer.PrepareAsync(config => config["tls"] = new JsonObject
        {
            ["acme"] = new JsonObject { ["enabled"] = true, ["directory"] = authority.Root + "/directory", ["domains"] = new JsonArray("mail.example.test", "imap.example.test") },
        });
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task A_certificate_is_fetched_at_the_start_and_another_on_demand()
    {
        await Eventually.IsTrueAsync(async () => await IssuerAsync() == "CN=Test authority", $"the certificate serves; the log:\n{server.Log}");
        Assert.Equal(1, authority.Issued);

        string renewed = await server.CliAsync(["tls", "renew"]);
        Assert.Contains("mail.example.test imap.example.test", renewed, StringComparison.Ordinal);
        Assert.Equal(2, authority.Issued);

        Assert.Equal(0, await server.StopAsync());
        authority.IsAway = true;
        await server.StartAsync();
        Assert.Equal("CN=Test authority", await IssuerAsync());
    }

    [Fact]
    public async Task Nothing_is_answered_that_nobody_asked_us_to_answer()
    {
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{server.Http}/.well-known/acme-challenge/invented"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact] // RFC 8737.
    public async Task A_name_is_proven_in_a_handshake_while_others_see_the_usual_certificate()
    {
        int https = FreePorts.Take(1)[0];
        var seen = new List<string>();
        authority.Prove = (type, name, authorization) =>
        {
            using var challenge = Shake(https, name, "acme-tls/1");
            using var usual = Shake(https, name, null);
            seen.Add(usual.Subject);
            var extension = challenge.Extensions.FirstOrDefault(static one => one.Oid!.Value == "1.3.6.1.5.5.7.1.31");
            return Task.FromResult(type is "tls-alpn-01" && extension is { Critical: true } && extension.RawData.AsSpan(2).SequenceEqual(SHA256.HashData(Encoding.ASCII.GetBytes(authorization))));
        };
        await server.DisposeAsync();
        server = await AetherServer.StartAsync(config =>
        {
            config["tls"] = new JsonObject { ["acme"] = new JsonObject { ["enabled"] = true, ["proof"] = "tls", ["directory"] = authority.Root + "/directory", ["domains"] = new JsonArray("mail.example.test") } };
            config["http"]!["listeners"]!.AsArray().Add(new JsonObject { ["address"] = "127.0.0.1", ["port"] = https, ["tls"] = "implicit" });
        });

        await Eventually.IsTrueAsync(async () => await IssuerAsync() == "CN=Test authority", $"the certificate serves; the log:\n{server.Log}");
        Assert.DoesNotContain("CN=ACME challenge", seen);
        Assert.NotEmpty(seen);
    }

    private static X509Certificate2 Shake(int port, string name, string? protocol)
    {
        using var client = new TcpClient("127.0.0.1", port);
        using var tls = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        tls.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = name, ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)] });
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.Export(X509ContentType.Cert));
    }

    /// <summary>As the authority asks, by HTTP (RFC 8555 §8.3).</summary>
    private async Task<string?> AskAsync(string token)
    {
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{server.Http}/.well-known/acme-challenge/{token}"));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
    }

    private async Task<string> IssuerAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Imaps);
        await using var tls = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("mail.example.test");
        return tls.RemoteCertificate!.Issuer;
    }
}
