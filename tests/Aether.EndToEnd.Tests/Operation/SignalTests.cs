using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>What an operator tells the server by signals. Case O06.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task A_stop_lets_a_message_under_way_finish()
    {
        await using var server = await AetherServer.StartAsync();
        await using var client = await BeginMessageAsync(server.Smtp);

        var stopped = server.StopAsync();
        await Eventually.IsTrueAsync(() => server.Log.Contains("sessions may finish", StringComparison.Ordinal), "the server is stopping");
        Assert.StartsWith("250 ", await client.AskAsync("text\r\n."), StringComparison.Ordinal);
        Assert.StartsWith("421 4.3.2 ", await client.ReadAsync(), StringComparison.Ordinal);

        Assert.Equal(0, await stopped);
        await server.StartAsync();
        Assert.Equal(1, await CountAsync(server));
    }

    [Fact]
    public async Task A_second_stop_is_immediate_and_loses_nothing()
    {
        await using var server = await AetherServer.StartAsync();
        await using var client = await BeginMessageAsync(server.Smtp);
        Assert.StartsWith("250 ", await client.AskAsync("text\r\n."), StringComparison.Ordinal);
        await using var holding = await BeginMessageAsync(server.Smtp);
        var first = server.StopAsync();
        await Eventually.IsTrueAsync(() => server.Log.Contains("sessions may finish", StringComparison.Ordinal), "the server is stopping");
        Assert.False(first.IsCompleted);

        long asked = TimeProvider.System.GetTimestamp();
        await server.StopAsync();

        Assert.Equal(1, await first);
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(10)); // far less than limits.connections.drain
        await server.StartAsync();
        Assert.Equal(1, await CountAsync(server));
    }

    [Fact]
    public async Task A_hangup_reads_the_certificates_again()
    {
        using var files = new TemporaryFolder();
        WriteCertificate(files, "first.test");
        await using var server = await AetherServer.PrepareAsync(config => config["tls"] = new JsonObject
        {
            ["certificates"] = new JsonArray(new JsonObject { ["certificate"] = files.File("certificate.pem"), ["key"] = files.File("key.pem") }),
        });
        await server.StartAsync("env", "--default-signal=HUP"); // whoever runs this may ignore it, as nohup does, and what it starts would too
        await using var before = await LineClient.ConnectAsync(server.Imaps);
        Assert.Equal("CN=first.test", await before.HandshakeAsync("mail.example.test"));
        Assert.StartsWith("* OK", await before.ReadAsync(), StringComparison.Ordinal);

        WriteCertificate(files, "second.test");
        await server.SignalAsync("HUP");

        await Eventually.IsTrueAsync(async () =>
        {
            await using var after = await LineClient.ConnectAsync(server.Imaps);
            return await after.HandshakeAsync("mail.example.test") == "CN=second.test";
        }, "new connections get the new certificate");
        Assert.Equal("a OK Done.", await before.AskAsync("a NOOP")); // the old one goes on

        await File.WriteAllTextAsync(files.File("certificate.pem"), "broken");
        await server.SignalAsync("HUP");
        await Eventually.IsTrueAsync(() => server.Log.Contains("Certificates stay as they are", StringComparison.Ordinal), "the mistake is named");
        await using var still = await LineClient.ConnectAsync(server.Imaps);
        Assert.Equal("CN=second.test", await still.HandshakeAsync("mail.example.test"));
    }

    /// <summary>A session in the middle of DATA.</summary>
    private static async Task<LineClient> BeginMessageAsync(int port)
    {
        var client = await LineClient.ConnectAsync(port);
        await client.ReadAsync();
        await client.AskAsync("HELO client.test");
        await client.AskAsync("MAIL FROM:<>");
        await client.AskAsync("RCPT TO:<bob@example.test>");
        Assert.StartsWith("354 ", await client.AskAsync("DATA"), StringComparison.Ordinal);
        await client.SendAsync("Subject: under way\r\n\r\n");
        return client;
    }

    private static async Task<int> CountAsync(AetherServer server)
    {
        await using var imap = await LineClient.ConnectAsync(server.Imap);
        await imap.ReadAsync();
        Assert.StartsWith("a OK", await imap.AskAsync("a LOGIN bob@example.test secret"), StringComparison.Ordinal);
        string status = (await imap.AskAsync("b STATUS INBOX (MESSAGES)"))!;
        return int.Parse(status.Split("MESSAGES ")[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void WriteCertificate(TemporaryFolder files, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(files.File("certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(files.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
