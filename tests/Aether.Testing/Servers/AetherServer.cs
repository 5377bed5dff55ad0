using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>The real program in a process of its own, on free ports of the loopback address, with data that goes with it.</summary>
public sealed class AetherServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringBuilder log = new();
    private Process? process;

    private AetherServer(JsonObject config, int[] ports, string? roles)
    {
        Config = config;
        Roles = roles;
        (Smtp, Submission, Submissions, Imap, Imaps, Http) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        (Pop3, Pop3s) = (ports[6], ports[7]);
    }

    public int Smtp { get; }

    public int Submission { get; }

    public int Submissions { get; }

    public int Imap { get; }

    public int Imaps { get; }

    public int Http { get; }

    public int Pop3 { get; }

    public int Pop3s { get; }

    public JsonObject Config { get; }

    /// <summary>Its roles as <c>--roles</c> names them; null is all.</summary>
    public string? Roles { get; }

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

    /// <summary>The program that the build of these tests compiled ahead (<c>src/Aether.Host/Ready.targets</c>), or the one beside them.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("AETHER_PROGRAM") ?? Path.GetFullPath(ReadyProgram ?? "aether", AppContext.BaseDirectory);

    /// <summary>Prepares a server with the domain example.test and the accounts ann and bob, password "secret"; it does not run yet.</summary>
    public static async Task<AetherServer> PrepareAsync(Action<JsonObject>? change = null)
    {
        var server = await PrepareNodeAsync(null, change);
        await PreparedData.PutIntoAsync(server);
        return server;
    }

    /// <summary>Prepares a node that knows nobody, or that finds its accounts in a database it shares; it does not run yet.</summary>
    public static async Task<AetherServer> PrepareNodeAsync(string? roles, Action<JsonObject>? change = null)
    {
        int[] ports = FreePorts.Take(8);
        var config = DefaultConfig(ports);
        change?.Invoke(config);
        var server = new AetherServer(config, ports, roles);
        await File.WriteAllTextAsync(server.ConfigFile, config.ToJsonString());
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

    /// <summary>Starts the process and waits until every listener of its roles takes connections.</summary>
    /// <param name="launcher">A program and its first arguments that is to start it, as <c>env</c> does.</param>
    public async Task StartAsync(params IReadOnlyList<string> launcher)
    {
        string[] command = [.. launcher, Program, "serve", "--config", ConfigFile, .. Roles is null ? [] : new[] { "--roles", Roles }];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ports = Ports();
        if (ports.Count == 0)
            await Eventually.IsTrueAsync(() => process.HasExited ? throw Ended() : Log.Contains("Started ", StringComparison.Ordinal), "the node started");
        foreach (int port in ports)
            await Eventually.IsTrueAsync(() => Answers(port), $"port {port} answers; the log:\n{Log}", TimeSpan.FromMinutes(2));
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal: <c>HUP</c>, <c>STOP</c>, <c>CONT</c>.</summary>
    public Task SignalAsync(string signal) => CommandLine.RunAsync("/bin/kill", ["-" + signal, $"{process!.Id}"]);

    /// <summary>Ends it as an operator does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
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

    private static string? ReadyProgram => Assembly.GetEntryAssembly()?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(static data => data.Key == nameof(ReadyProgram))?.Value;

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
        ["pop3"] = new JsonObject { ["listeners"] = new JsonArray(Listener(ports[6], "starttls"), Listener(ports[7], "implicit")) },
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

    private List<int> Ports()
    {
        var roles = (Roles ?? "smtp,imap,pop3").Split(',');
        var ports = new List<int>();
        if (roles.Contains("smtp"))
            ports.AddRange([Smtp, Submission, Submissions]);
        if (roles.Contains("imap"))
            ports.AddRange([Imap, Imaps]);
        if (roles.Contains("pop3"))
            ports.AddRange([Pop3, Pop3s]);
        return ports;
    }

    private InvalidOperationException Ended() => new($"The server ended with {process!.ExitCode}:\n{Log}");

    private async Task<bool> Answers(int port)
    {
        if (process!.HasExited)
            throw Ended();
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
