using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Certificates;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>
/// Pebble, Let's Encrypt's authority for tests, on free ports of the loopback address: it proves names as the real one does, over a DNS and on ports that the
/// test names, and refuses good nonces at random. RFC 8555.
/// </summary>
public sealed class PebbleServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly Process process;
    private readonly StringBuilder log;

    private PebbleServer(TemporaryFolder folder, int port, Process process, StringBuilder log) =>
        (this.folder, Directory, this.process, this.log) = (folder, $"https://localhost:{port}/dir", process, log);

    public string Directory { get; }

    /// <summary>Whoever signed its own certificate, PEM.</summary>
    public string AuthorityFile => folder.File("ca.pem");

    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    /// <param name="dnsPort">The name server it asks.</param>
    /// <param name="httpPort">What it takes for port 80.</param>
    /// <param name="tlsPort">What it takes for port 443.</param>
    /// <param name="customer">Key id and key in base64url of the only customer; null: anybody may come.</param>
    public static async Task<PebbleServer> StartAsync(int dnsPort, int httpPort, int tlsPort, (string Id, string Key)? customer = null)
    {
        var folder = new TemporaryFolder();
        int[] ports = FreePorts.Take(2);
        using (var authority = new MailAuthority())
        {
            await authority.WriteAsync(folder.File("pebble"), "localhost");
            await File.WriteAllTextAsync(folder.File("ca.pem"), authority.Pem);
        }

        var settings = new JsonObject
        {
            ["listenAddress"] = $"127.0.0.1:{ports[0]}",
            ["managementListenAddress"] = $"127.0.0.1:{ports[1]}",
            ["certificate"] = folder.File("pebble.crt"),
            ["privateKey"] = folder.File("pebble.key"),
            ["httpPort"] = httpPort,
            ["tlsPort"] = tlsPort,
            ["externalAccountBindingRequired"] = customer is not null,
        };
        if (customer is var (id, key))
            settings["externalAccountMACKeys"] = new JsonObject { [id] = key };
        await File.WriteAllTextAsync(folder.File("pebble.json"), new JsonObject { ["pebble"] = settings }.ToJsonString());
        var start = new ProcessStartInfo("pebble", ["-strict", "-config", folder.File("pebble.json"), "-dnsserver", $"127.0.0.1:{dnsPort}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PEBBLE_WFE_NONCEREJECT"] = "20"; // percent; with more, ten refused in a row are seen now and then
        start.Environment["PEBBLE_VA_NOSLEEP"] = "1";
        var process = Process.Start(start)!;
        var log = new StringBuilder();
        void Add(object _, DataReceivedEventArgs line)
        {
            lock (log)
                log.AppendLine(line.Data);
        }

        process.ErrorDataReceived += Add;
        process.OutputDataReceived += Add;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var server = new PebbleServer(folder, ports[0], process, log);
        await Eventually.IsTrueAsync(() => process.HasExited ? throw new InvalidOperationException($"Pebble ended:\n{server.Log}") : server.Log.Contains("Listening on", StringComparison.Ordinal), "Pebble listens");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }
}
