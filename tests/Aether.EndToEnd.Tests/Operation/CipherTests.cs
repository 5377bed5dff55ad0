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
