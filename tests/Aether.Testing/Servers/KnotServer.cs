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

    /// <summary>What <c>knotc</c> finds it by.</summary>
    public string ConfigFile => folder.File("knot.conf");

    /// <summary>Starts Knot with zones given as master-file lines behind their SOA and NS.</summary>
    public static Task<KnotServer> StartAsync(params (string Zone, string Records)[] zones) => StartAsync("", "", zones);

    /// <summary>The same with zones that Knot signs with keys of its own. RFC 4035.</summary>
    public static Task<KnotServer> StartSignedAsync(params (string Zone, string Records)[] zones) =>
        StartAsync("", "    dnssec-signing: on\n    dnssec-policy: signed\n    zonefile-sync: -1\n    zonefile-load: whole\n", zones);

    /// <summary>The same with zones that whoever has a TSIG key (hmac-sha256) may change. RFC 2136.</summary>
    /// <param name="secret">In base64.</param>
    public static Task<KnotServer> StartWithKeyAsync(string key, string secret, params (string Zone, string Records)[] zones) => StartAsync(
        $"key:\n  - id: {key}\n    algorithm: hmac-sha256\n    secret: {secret}\nacl:\n  - id: update\n    address: 127.0.0.1\n    key: {key}\n    action: update\n",
        "    acl: update\n    zonefile-sync: -1\n    zonefile-load: whole\n",
        zones);

    /// <summary>The DS records that a validating resolver believes a signed zone by. RFC 4509.</summary>
    public async Task<string> TrustAnchorAsync(string zone)
    {
        string anchor = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                (int code, anchor) = await CommandLine.RunAsync("keymgr", ["-c", folder.File("knot.conf"), zone, "ds"]);
                return code == 0 && anchor.Contains(" 13 2 ", StringComparison.Ordinal);
            },
            "the zone has its key");
        return string.Concat(anchor.Split('\n').Where(line => line.Contains(" DS ", StringComparison.Ordinal)).Select(line => line.Trim() + "\n"));
    }

    private static async Task<KnotServer> StartAsync(string keys, string template, (string Zone, string Records)[] zones)
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
            {keys}policy:
              - id: signed
                algorithm: ecdsap256sha256
                single-type-signing: on
            template:
              - id: default
                storage: "{folder.Path}"
                file: "%s.zone"
            {template}zone:
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
