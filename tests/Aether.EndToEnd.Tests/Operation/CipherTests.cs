using System.Net.Sockets;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>What OpenSSL's own client can agree on with the server, on systems with and without a taste of their own.</summary>
public sealed class CipherTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.PrepareAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("DEFAULT:@SECLEVEL=2")] // as Ubuntu has it
    [InlineData("ECDHE+AESGCM:ECDHE+CHACHA20")] // as the documentation proposes it
    public async Task Keys_are_agreed_on_by_ecdhe_alone(string? system)
    {
        await StartAsync(system);
        Assert.Contains("Cipher is TLS_", await AgreeAsync("-tls1_3"), StringComparison.Ordinal);
        Assert.Matches("ECDHE-ECDSA-AES(128|256)-GCM", await AgreeAsync("-tls1_2", "-cipher", "ALL:@SECLEVEL=0"));
        Assert.Contains("ECDHE-ECDSA-AES128-GCM-SHA256", await AgreeAsync("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"), StringComparison.Ordinal);
        foreach (string[] wrong in (string[][])[["-tls1_2", "-cipher", "ALL:!ECDHE:@SECLEVEL=0"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA"], ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1", "-cipher", "ALL:@SECLEVEL=0"]])
            Assert.Null(await AgreeAsync(wrong));
        if (system is not null)
            Assert.Null(await AgreeAsync("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA384"));
    }

    [Fact]
    public async Task The_modern_profile_speaks_tls_1_3_alone()
    {
        server.Config["tls"] = new JsonObject { ["profile"] = "modern" };
        await File.WriteAllTextAsync(server.ConfigFile, server.Config.ToJsonString());
        await StartAsync(null);
        Assert.NotNull(await AgreeAsync("-tls1_3"));
        Assert.Null(await AgreeAsync("-tls1_2", "-cipher", "ALL:@SECLEVEL=0"));
    }

    [Fact] // Case A10: what is compressed can be guessed by its length (CVE-2012-4929). No client of today offers it, so the hello is written here. RFC 5246 §7.4.1.
    public async Task Nothing_is_compressed_though_a_client_likes_it()
    {
        await StartAsync(null);
        byte[] extensions = Convert.FromHexString("000a00060004001d0017" + "000b00020100" + "000d000400020403"); // x25519 and P-256, uncompressed points, ECDSA with SHA-256
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0xc0, 0x2b, 2, 1, 0, 0, (byte)extensions.Length, .. extensions]; // DEFLATE first, then none
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Imaps);
        await client.GetStream().WriteAsync((byte[])[0x16, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body]);
        byte[] answer = new byte[5 + 4 + 2 + 32 + 1];
        await client.GetStream().ReadExactlyAsync(answer);
        Assert.Equal((0x16, 2), (answer[0], answer[5])); // a handshake: ServerHello
        byte[] rest = new byte[answer[^1] + 3]; // the session's name, the suite, the method
        await client.GetStream().ReadExactlyAsync(rest);

        Assert.Equal((0xc0, 0x2b, 0), (rest[^3], rest[^2], rest[^1]));
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Sessions_are_resumed(string version)
    {
        await StartAsync(null);
        string session = folder.File("session");
        // One octet in, so that the tickets of TLS 1.3, which come behind the handshake, are read.
        await CommandLine.RunAsync("openssl", ["s_client", version, "-connect", $"127.0.0.1:{server.Imaps}", "-sess_out", session, "-ign_eof"], "a LOGOUT\r\n");
        var (_, told) = await CommandLine.RunAsync("openssl", ["s_client", version, "-connect", $"127.0.0.1:{server.Imaps}", "-sess_in", session], "");
        Assert.Contains("Reused, TLSv", told, StringComparison.Ordinal);
    }

    private async Task StartAsync(string? ciphers)
    {
        if (ciphers is null)
        {
            await server.StartAsync();
            return;
        }

        await File.WriteAllTextAsync(folder.File("openssl.cnf"), $"openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = tls\n[tls]\nMinProtocol = TLSv1.2\nCipherString = {ciphers}\n");
        await server.StartAsync("env", "OPENSSL_CONF=" + folder.File("openssl.cnf"));
        Assert.Equal(ciphers.StartsWith("DEFAULT", StringComparison.Ordinal), server.Log.Contains("\"event\":1303", StringComparison.Ordinal));
    }

    /// <summary>The suite that is agreed on; null: none is.</summary>
    private async Task<string?> AgreeAsync(params string[] options)
    {
        var (_, told) = await CommandLine.RunAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{server.Imaps}", .. options], "");
        int at = told.IndexOf("Cipher is ", StringComparison.Ordinal);
        return at < 0 || told[at..].StartsWith("Cipher is (NONE)", StringComparison.Ordinal) ? null : told[at..].Split('\n')[0];
    }
}
