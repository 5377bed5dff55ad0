using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Aether.Testing.Certificates;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>An HAProxy of its own in front of one port, which tells the server behind it of each client.</summary>
public sealed class HaproxyServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private Process? process;

    private HaproxyServer(int port) => Port = port;

    public int Port { get; }

    /// <param name="behind">The port on loopback that it leads to.</param>
    /// <param name="header"><c>send-proxy</c> or <c>send-proxy-v2</c>.</param>
    public static Task<HaproxyServer> StartAsync(int behind, string header) => StartAsync(static (folder, port) => (string.Create(CultureInfo.InvariantCulture, $"bind 127.0.0.1:{port}"), "mode tcp"), behind, header);

    /// <summary>In front of an HTTP port: it ends TLS itself, with a certificate for localhost.</summary>
    /// <param name="header">A rule that tells of the client, such as <c>option forwardfor</c>.</param>
    public static async Task<HaproxyServer> StartHttpsAsync(int behind, string header)
    {
        using var authority = new MailAuthority();
        using var certificate = authority.Issue("localhost");
        using var key = certificate.GetECDsaPrivateKey()!;
        string pem = certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
        return await StartAsync((folder, port) =>
        {
            File.WriteAllText(folder.File("haproxy.pem"), pem);
            return (string.Create(CultureInfo.InvariantCulture, $"bind 127.0.0.1:{port} ssl crt {folder.File("haproxy.pem")}"), "mode http\n  " + header);
        }, behind, "");
    }

    private static async Task<HaproxyServer> StartAsync(Func<TemporaryFolder, int, (string Bind, string Mode)> front, int behind, string header)
    {
        var server = new HaproxyServer(FreePorts.Take(1)[0]);
        var (bind, mode) = front(server.folder, server.Port);
        await File.WriteAllTextAsync(server.folder.File("haproxy.cfg"), string.Create(CultureInfo.InvariantCulture, $"""
            defaults
              timeout connect 5s
              timeout client 30s
              timeout server 30s
            listen mail
              {mode}
              {bind}
              server aether 127.0.0.1:{behind} {header}

            """));
        server.process = Process.Start(new ProcessStartInfo("haproxy", ["-db", "-f", server.folder.File("haproxy.cfg")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        server.process.BeginErrorReadLine();
        server.process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(() => server.AnswersAsync(), "HAProxy answers");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
