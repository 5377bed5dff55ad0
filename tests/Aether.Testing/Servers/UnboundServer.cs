using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>Unbound as a resolver that validates, on a free port of the loopback address; it asks one name server about everything. RFC 4035 §5.</summary>
public sealed class UnboundServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly Process process;

    private UnboundServer(int port, TemporaryFolder folder, Process process) => (Port, this.folder, this.process) = (port, folder, process);

    public int Port { get; }

    /// <param name="authority">Who knows the zones.</param>
    /// <param name="zones">Signed, and below <c>test</c>.</param>
    public static async Task<UnboundServer> StartAsync(KnotServer authority, params string[] zones)
    {
        var folder = new TemporaryFolder();
        int port = FreePorts.Take(1)[0];
        foreach (string zone in zones)
            await File.AppendAllTextAsync(folder.File("anchors"), await authority.TrustAnchorAsync(zone));
        await File.WriteAllTextAsync(folder.File("unbound.conf"), $"""
            server:
                directory: "{folder.Path}"
                chroot: ""
                username: ""
                pidfile: "{folder.File("unbound.pid")}"
                interface: 127.0.0.1@{port}
                do-daemonize: no
                use-syslog: no
                do-ip6: no
                do-not-query-localhost: no
                local-zone: "test." nodefault
                trust-anchor-file: "{folder.File("anchors")}"
                cache-max-ttl: 1
                cache-max-negative-ttl: 1
            remote-control:
                control-enable: no
            {string.Concat(zones.Select(zone => $"stub-zone:\n    name: \"{zone}.\"\n    stub-addr: 127.0.0.1@{authority.Port}\n"))}
            """);
        var process = Process.Start(new ProcessStartInfo("unbound", ["-d", "-c", folder.File("unbound.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(() => AnswersAsync(port), "Unbound answers");
        return new UnboundServer(port, folder, process);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
