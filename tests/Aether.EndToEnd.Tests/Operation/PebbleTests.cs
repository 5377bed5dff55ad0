using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>Certificates from Pebble, which refuses two good nonces of five: by each way to prove a name, as a customer, and what is served and told when it refuses.</summary>
public sealed class PebbleTests : IAsyncLifetime
{
    private readonly string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly int https = FreePorts.Take(1)[0];
    private KnotServer knot = null!;
    private AetherServer server = null!;
    private PebbleServer? pebble;

    public async ValueTask InitializeAsync()
    {
        knot = await KnotServer.StartWithKeyAsync("aether", secret, ("example.test", "mail A 127.0.0.1\nimap A 127.0.0.1\nfar A 127.0.0.2"));
        server = await AetherServer.PrepareNodeAsync(null);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (pebble is not null)
            await pebble.DisposeAsync();
        await knot.DisposeAsync();
    }

    [Theory]
    [InlineData("http")] // RFC 8555 §8.3
    [InlineData("tls")] // RFC 8737
    [InlineData("dns")] // RFC 8555 §8.4, RFC 2136
    [InlineData("command")]
    public async Task Names_are_proven_and_the_certificate_serves_all_protocols(string proof)
    {
        string[] names = proof is "dns" or "command" ? ["mail.example.test", "example.test", "*.example.test"] : ["mail.example.test", "imap.example.test"];
        await StartAsync(proof, names);
        foreach (int port in new[] { server.Imaps, server.Pop3s, server.Submissions, https })
        {
            await ServesAsync(port);
            using var certificate = await ShownAsync(port);
            Assert.Equal(names.Order(StringComparer.Ordinal), certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().Order(StringComparer.Ordinal));
        }

        using var before = await ShownAsync(server.Imaps);
        await server.CliAsync(["tls", "renew"]);
        using var after = await ShownAsync(server.Imaps);
        Assert.NotEqual(before.SerialNumber, after.SerialNumber);
        Assert.Equal("", await CommandLine.SucceedAsync("kdig", ["+short", "-p", $"{knot.Port}", "@127.0.0.1", "_acme-challenge.example.test", "TXT"])); // nothing is left behind
    }

    [Fact] // RFC 8555 §7.3.4.
    public async Task A_customer_shows_who_it_is()
    {
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await StartAsync("http", ["mail.example.test"], ("customer-1", key), acme =>
        {
            acme["customerId"] = "customer-1";
            acme["customerKey"] = key;
        });
        await ServesAsync(server.Imaps);
    }

    [Fact] // Case A10.
    public async Task What_was_there_serves_on_when_the_authority_refuses_and_the_operator_is_told()
    {
        await StartAsync("http", ["mail.example.test"]);
        await ServesAsync(server.Imaps);
        using var before = await ShownAsync(server.Imaps);
        await server.StopAsync();
        server.Config["tls"]!["acme"]!["domains"] = new JsonArray("mail.example.test", "far.example.test"); // which leads elsewhere
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        await server.StartAsync();

        await Eventually.IsTrueAsync(() => server.Log.Contains("CertificateNotRenewed", StringComparison.Ordinal), $"the failure is told; the log:\n{server.Log}");
        using var after = await ShownAsync(server.Imaps);
        Assert.Equal(before.SerialNumber, after.SerialNumber);
        Assert.Contains("not renewed", await server.CliAsync(["tls", "status"]), StringComparison.Ordinal);
        Assert.Contains("none can be fetched since", await server.CliAsync(["doctor"]), StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Contains("aether_tls_renewal_failures", await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Http}/metrics")), StringComparison.Ordinal);
    }

    private async Task StartAsync(string proof, string[] names, (string Id, string Key)? customer = null, Action<JsonObject>? change = null)
    {
        pebble = await PebbleServer.StartAsync(knot.Port, server.Http, https, customer);
        var acme = new JsonObject
        {
            ["enabled"] = true,
            ["proof"] = proof,
            ["directory"] = pebble.Directory,
            ["roots"] = new JsonArray(pebble.AuthorityFile),
            ["domains"] = new JsonArray([.. names.Select(static name => (JsonNode)name)]),
            ["zonePause"] = "0 s",
        };
        if (proof is "command")
            acme["command"] = await HookAsync();
        change?.Invoke(acme);
        server.Config["tls"] = new JsonObject { ["acme"] = acme };
        server.Config["dns"] = new JsonObject
        {
            ["resolvers"] = new JsonArray(new JsonObject { ["address"] = $"127.0.0.1:{knot.Port}" }),
            ["updates"] = new JsonArray(new JsonObject { ["zone"] = "example.test", ["server"] = $"127.0.0.1:{knot.Port}", ["key"] = "aether", ["secret"] = secret }),
        };
        server.Config["http"]!["listeners"]!.AsArray().Add(new JsonObject { ["address"] = "127.0.0.1", ["port"] = https, ["tls"] = "implicit" });
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        await server.StartAsync();
    }

    /// <summary>A program of an operator's that changes the zone with Knot's own tool.</summary>
    private async Task<string> HookAsync()
    {
        string program = Path.Combine(server.Folder, "hook");
        await File.WriteAllTextAsync(program, $"""
            #!/bin/sh
            set -e
            knot="knotc -b -c {knot.ConfigFile}"
            $knot zone-begin example.test
            case $1 in
              present) $knot zone-set example.test "$2." 60 TXT "$3" ;;
              cleanup) $knot zone-unset example.test "$2." TXT "$3" ;;
            esac
            $knot zone-commit example.test

            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }

    private async Task ServesAsync(int port)
    {
        bool gaveUp = false;
        await Eventually.IsTrueAsync(
            async () =>
            {
                using var shown = await ShownAsync(port);
                gaveUp = server.Log.Contains("CertificateNotRenewed", StringComparison.Ordinal);
                return gaveUp || shown.Issuer.Contains("Pebble", StringComparison.Ordinal);
            },
            "a certificate of Pebble's serves",
            TimeSpan.FromMinutes(1));
        Assert.False(gaveUp, $"{server.Log}\nPebble:\n{pebble?.Log}");
    }

    private static async Task<X509Certificate2> ShownAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("mail.example.test");
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.Export(X509ContentType.Cert));
    }
}
