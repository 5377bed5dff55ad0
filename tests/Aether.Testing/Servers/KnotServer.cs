using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>Knot DNS as the authority for the zones of a test, on a free port of the loopback address.</summary>
public sealed class KnotServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Process process;

    private KnotServer(int port, TemporaryFolder folder, Process process)
    {
        Port = port;
        this.folder = folder;
        this.process = process;
    }

    public int Port { get; }

    /// <summary>Starts Knot with zones given as master-file lines behind their SOA and NS.</summary>
    public static async Task<KnotServer> StartAsync(params (string Zone, string Records)[] zones)
    {
        var folder = new TemporaryFolder();
        int port = FreePorts.Take(1)[0];
        foreach (var (zone, records) in zones)
            await File.WriteAllTextAsync(folder.File($"{zone}.zone"), $"$ORIGIN {zone}.\n$TTL 60\n@ SOA ns hostmaster 1 60 60 60 60\n@ NS ns\nns A 127.0.0.1\n{records}\n");
        await File.WriteAllTextAsync(folder.File("knot.conf"), $"""
            server:
                rundir: "{folder.Path}"
                listen: 127.0.0.1@{port}
            log:
              - target: stderr
                any: info
            database:
                storage: "{folder.Path}"
            template:
              - id: default
                storage: "{folder.Path}"
                file: "%s.zone"
            zone:
            {string.Concat(zones.Select(zone => $"  - domain: {zone.Zone}\n"))}
            """);
        var process = Process.Start(new ProcessStartInfo("knotd", ["-c", folder.File("knot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(() => AnswersAsync(port), "Knot answers");
        return new KnotServer(port, folder, process);
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
