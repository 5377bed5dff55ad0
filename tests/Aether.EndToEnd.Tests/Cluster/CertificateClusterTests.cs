using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Cluster;

/// <summary>Two nodes, one certificate: whichever orders it, the authority asks one of them, and both serve it.</summary>
public sealed class CertificateClusterTests : IAsyncLifetime
{
    private readonly int http = FreePorts.Take(1)[0];
    private KnotServer knot = null!;
    private PebbleServer pebble = null!;
    private AetherCluster? cluster;

    public async ValueTask InitializeAsync()
    {
        knot = await KnotServer.StartAsync(("example.test", "mail A 127.0.0.1"));
        pebble = await PebbleServer.StartAsync(knot.Port, http, http);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        await pebble.DisposeAsync();
        await knot.DisposeAsync();
    }

    [Fact]
    public async Task One_node_orders_another_answers_and_both_serve()
    {
        int started = 0;
        string key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        string keyFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(keyFile, key);
        cluster = await AetherCluster.StartAsync([null, null], config =>
        {
            if (++started == 2)
                config["http"]!["listeners"]![0]!["port"] = http; // the authority reaches this one only
            config["security"] = new JsonObject { ["keyFile"] = keyFile };
            config["tls"] = new JsonObject
            {
                ["acme"] = new JsonObject { ["enabled"] = true, ["directory"] = pebble.Directory, ["roots"] = new JsonArray(pebble.AuthorityFile), ["domains"] = new JsonArray("mail.example.test") },
            };
        });
        await SameAsync("");
        string first = await SerialAsync(cluster.Nodes[0]);

        string told = await cluster.Nodes[0].CliAsync(["tls", "renew"]); // this one orders, the other is asked
        Assert.Contains("mail.example.test", told, StringComparison.Ordinal);
        await SameAsync(first);
        Assert.DoesNotContain("BEGIN", await cluster.SqlAsync("SELECT content FROM certificate_item"), StringComparison.Ordinal); // sealed
        File.Delete(keyFile);
    }

    private Task SameAsync(string not) => Eventually.IsTrueAsync(
        async () =>
        {
            string[] serials = [await SerialAsync(cluster!.Nodes[0]), await SerialAsync(cluster.Nodes[1])];
            return serials[0].Length > 0 && serials[0] == serials[1] && serials[0] != not;
        },
        $"both serve one certificate of Pebble's; the logs:\n{cluster!.Nodes[0].Log}\n{cluster.Nodes[1].Log}\n{pebble.Log}",
        TimeSpan.FromMinutes(3));

    /// <summary>The number of a certificate of Pebble's; empty while another is served.</summary>
    private static async Task<string> SerialAsync(AetherServer node)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", node.Imaps);
        await using var tls = new SslStream(client.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("mail.example.test");
        return tls.RemoteCertificate!.Issuer.Contains("Pebble", StringComparison.Ordinal) ? tls.RemoteCertificate.GetSerialNumberString() : "";
    }
}
