using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>Clients that ask for names which nobody has (SNI, RFC 6066 §3). Case A10; CVE-2017-15130.</summary>
public sealed class ServerNameTests : IAsyncLifetime
{
    private const int AtOnce = 8;

    private readonly int https = FreePorts.Take(1)[0];
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync(config =>
        config["http"]!["listeners"]!.AsArray().Add((JsonNode)new JsonObject { ["address"] = "127.0.0.1", ["port"] = https, ["tls"] = "implicit" }));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>With AETHER_NAMES as many as one likes; the case wants 10,000.</summary>
    [Fact]
    public async Task A_name_that_nobody_has_gets_the_first_certificate_and_is_forgotten()
    {
        int names = int.Parse(Environment.GetEnvironmentVariable("AETHER_NAMES") ?? "1000", CultureInfo.InvariantCulture);
        await ShakeHandsAsync(300);
        long before = Memory();
        long begin = Stopwatch.GetTimestamp();
        await ShakeHandsAsync(names);
        string figures = $"{names} names in {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s, {(Memory() - before) / 1024} KiB more memory";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(Memory() - before < 32 << 20, figures); // a context of OpenSSL for each would be more

        await using var user = await LineClient.ConnectAsync(server.Imaps);
        await user.HandshakeAsync("mail.example.test");
        await user.ReadAsync();
        Assert.StartsWith("a OK", await user.AskAsync("a LOGIN ann@example.test secret"), StringComparison.Ordinal);
    }

    private long Memory() => Process.GetProcessById(server.ProcessId).WorkingSet64;

    private async Task ShakeHandsAsync(int names)
    {
        int[] ports = [server.Imaps, server.Submissions, server.Pop3s, https];
        int begun = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref begun) is var number && number <= names)
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", ports[number % ports.Length]);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = $"{RandomNumberGenerator.GetHexString(60, lowercase: true)}.{RandomNumberGenerator.GetHexString(60, lowercase: true)}.test",
                    RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null, // self-signed, made for the test
                    AllowTlsResume = false,
                    EnabledSslProtocols = number % 2 == 0 ? SslProtocols.Tls12 : SslProtocols.Tls13,
                });
                Assert.Equal("CN=mail.example.test", tls.RemoteCertificate!.Subject);
            }
        })));
    }
}
