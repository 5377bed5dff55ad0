using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aether.Testing.Servers;

/// <summary>Redis on a free port of the loopback address; it keeps nothing, and can be taken away and brought back.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private Process? process;

    private RedisServer(int port) => Port = port;

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(FreePorts.Take(1)[0]);
        await server.ReturnAsync();
        return server;
    }

    /// <summary>An address at which there is nobody yet.</summary>
    public static RedisServer Absent() => new(FreePorts.Take(1)[0]);

    public async Task ReturnAsync()
    {
        process = Process.Start(new ProcessStartInfo("redis-server",
            ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()])
        { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(AnswersAsync, "Redis answers");
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task VanishAsync()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Stops it where it stands, or lets it go on: <c>STOP</c>, <c>CONT</c>.</summary>
    public Task SignalAsync(string signal) => CommandLine.RunAsync("/bin/kill", ["-" + signal, process!.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Runs a command of its own client.</summary>
    public Task<string> CliAsync(params string[] arguments) =>
        CommandLine.SucceedAsync("redis-cli", ["-p", Port.ToString(CultureInfo.InvariantCulture), .. arguments]);

    public async ValueTask DisposeAsync() => await VanishAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
