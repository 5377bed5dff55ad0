using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>OpenStack Swift with its S3 interface on loopback: four processes, one disk, one user.</summary>
public sealed class SwiftServer : IAsyncDisposable
{
    private static readonly string[] Services = ["account", "container", "object", "proxy"];

    private readonly TemporaryFolder folder = new();
    private readonly List<Process> processes = [];
    private readonly int[] ports = FreePorts.Take(4);

    private SwiftServer()
    {
    }

    /// <summary>An address for <c>blobs.url</c>.</summary>
    public string UrlOf(string bucket) => string.Create(CultureInfo.InvariantCulture, $"s3://test%3Atester:testing@{bucket}?endpoint=http://127.0.0.1:{ports[3]}");

    public static async Task<SwiftServer> StartAsync()
    {
        var server = new SwiftServer();
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Dispose();
    }

    private async Task RunAsync()
    {
        Directory.CreateDirectory(folder.File("node/d1"));
        for (int i = 0; i < 3; i++)
            await MakeRingAsync(Services[i], ports[i]);
        for (int i = 0; i < 4; i++)
        {
            string config = folder.File($"{Services[i]}.conf");
            await File.WriteAllTextAsync(config, Config(Services[i], ports[i]));
            var process = Process.Start(new ProcessStartInfo($"swift-{Services[i]}-server", [config, "-v"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.OutputDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            processes.Add(process);
        }

        foreach (int port in ports)
            await Eventually.IsTrueAsync(() => AnswersAsync(port), "Swift answers", TimeSpan.FromSeconds(90));
    }

    private async Task MakeRingAsync(string service, int port)
    {
        string builder = folder.File($"{service}.builder");
        await CommandLine.SucceedAsync("swift-ring-builder", [builder, "create", "2", "1", "1"]);
        await CommandLine.SucceedAsync("swift-ring-builder", [builder, "add", string.Create(CultureInfo.InvariantCulture, $"r1z1-127.0.0.1:{port}/d1"), "1"]);
        await CommandLine.SucceedAsync("swift-ring-builder", [builder, "rebalance"]);
    }

    private string Config(string service, int port) => $"""
        [DEFAULT]
        bind_ip = 127.0.0.1
        bind_port = {port}
        workers = 0
        user = {Environment.UserName}
        swift_dir = {folder.Path}
        devices = {folder.File("node")}
        mount_check = false
        log_address = {folder.File("no-log")}

        {(service == "proxy" ? Proxy : $"""
        [pipeline:main]
        pipeline = {service}-server

        [app:{service}-server]
        use = egg:swift#{service}
        """)}
        """;

    private const string Proxy = """
        [pipeline:main]
        pipeline = catch_errors cache s3api tempauth bulk slo proxy-server

        [app:proxy-server]
        use = egg:swift#proxy
        account_autocreate = true

        [filter:catch_errors]
        use = egg:swift#catch_errors

        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:1

        [filter:s3api]
        use = egg:swift#s3api
        location = us-east-1

        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_tester = testing .admin

        [filter:bulk]
        use = egg:swift#bulk

        [filter:slo]
        use = egg:swift#slo
        """;

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
