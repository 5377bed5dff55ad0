using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>The real program in a process of its own, on free ports of the loopback address, with data that goes with it.</summary>
public sealed class AetherServer : IAsyncDisposable
{
    private const int SigTerm = 15;

    private readonly TemporaryFolder folder = new();
    private readonly StringBuilder log = new();
    private Process? process;

    private AetherServer(JsonObject config, int[] ports)
    {
        Config = config;
        (Smtp, Submission, Submissions, Imap, Imaps, Http) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
    }

    public int Smtp { get; }

    public int Submission { get; }

    public int Submissions { get; }

    public int Imap { get; }

    public int Imaps { get; }

    public int Http { get; }

    public JsonObject Config { get; }

    public string Folder => folder.Path;

    public string ConfigFile => folder.File("aether.json");

    public int ProcessId => process!.Id;

    /// <summary>What it logged so far.</summary>
    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    /// <summary>The program beside the tests, as the build put it there.</summary>
    public static string Program => Environment.GetEnvironmentVariable("AETHER_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "aether");

    /// <summary>Prepares a server with the domain example.test and the accounts ann and bob, password "secret"; it does not run yet.</summary>
    public static async Task<AetherServer> PrepareAsync(Action<JsonObject>? change = null)
    {
        int[] ports = FreePorts.Take(6);
        var config = DefaultConfig(ports);
        change?.Invoke(config);
        var server = new AetherServer(config, ports);
        await File.WriteAllTextAsync(server.ConfigFile, config.ToJsonString());
        await server.CliAsync(["domain", "add", "example.test"]);
        await server.AddAccountAsync("ann@example.test");
        await server.AddAccountAsync("bob@example.test");
        return server;
    }

    /// <summary>Prepares and starts.</summary>
    public static async Task<AetherServer> StartAsync(Action<JsonObject>? change = null)
    {
        var server = await PrepareAsync(change);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process and waits until every listener takes connections.</summary>
    /// <param name="launcher">A program and its first arguments that is to start it, as <c>env</c> does.</param>
    public async Task StartAsync(params IReadOnlyList<string> launcher)
    {
        string[] command = [.. launcher, Program, "serve", "--config", ConfigFile];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        foreach (int port in (int[])[Smtp, Submission, Submissions, Imap, Imaps])
            await Eventually.IsTrueAsync(() => Answers(port), $"port {port} answers; the log:\n{Log}");
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Ends it as an operator does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await CommandLine.RunAsync("/bin/kill", [$"-{SigTerm}", $"{process!.Id}"]);
        return await ExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await process!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return process.ExitCode;
    }

    /// <summary>Runs a verb of the command line that has to succeed, whether the server runs or not.</summary>
    public Task<string> CliAsync(IEnumerable<string> arguments, string? input = null) =>
        CommandLine.SucceedAsync(Program, [.. arguments, "--config", ConfigFile], input);

    public Task AddAccountAsync(string address, string password = "secret") => CliAsync(["account", "add", address, "--password-stdin"], password + "\n");

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await KillAsync();
        process?.Dispose();
        folder.Dispose();
    }

    private static JsonObject DefaultConfig(int[] ports) => new()
    {
        ["hostname"] = "mail.example.test",
        ["data"] = "data",
        ["smtp"] = new JsonObject
        {
            ["listeners"] = new JsonArray(
                Listener(ports[0], "starttls", "mx"), Listener(ports[1], "starttls", "submission"), Listener(ports[2], "implicit", "submission")),
        },
        ["imap"] = new JsonObject { ["listeners"] = new JsonArray(Listener(ports[3], "starttls"), Listener(ports[4], "implicit")) },
        ["pop3"] = new JsonObject { ["listeners"] = new JsonArray() },
        ["sieve"] = new JsonObject { ["listeners"] = new JsonArray() },
        ["http"] = new JsonObject { ["listeners"] = new JsonArray(Listener(ports[5], "none")) },
    };

    private static JsonObject Listener(int port, string tls, string? kind = null)
    {
        var listener = new JsonObject { ["address"] = "127.0.0.1", ["port"] = port, ["tls"] = tls };
        if (kind is not null)
            listener["kind"] = kind;
        return listener;
    }

    private async Task<bool> Answers(int port)
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{Log}");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Add(string? line)
    {
        lock (log)
            log.AppendLine(line);
    }
}
