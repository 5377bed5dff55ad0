using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>An HAProxy of its own in front of one port, which tells the server behind it of each client by a PROXY header.</summary>
public sealed class HaproxyServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private Process? process;

    private HaproxyServer(int port) => Port = port;

    public int Port { get; }

    /// <param name="behind">The port on loopback that it leads to.</param>
    /// <param name="header"><c>send-proxy</c> or <c>send-proxy-v2</c>.</param>
    public static async Task<HaproxyServer> StartAsync(int behind, string header)
    {
        var server = new HaproxyServer(FreePorts.Take(1)[0]);
        await File.WriteAllTextAsync(server.folder.File("haproxy.cfg"), string.Create(CultureInfo.InvariantCulture, $"""
            defaults
              mode tcp
              timeout connect 5s
              timeout client 30s
              timeout server 30s
            listen mail
              bind 127.0.0.1:{server.Port}
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
