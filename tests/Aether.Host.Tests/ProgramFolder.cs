using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using Aether.Testing.Stores;

namespace Aether.Host.Tests;

/// <summary>The program with a configuration and data of its own; it has an HTTP port and no mail ports.</summary>
internal sealed class ProgramFolder : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<Process> servers = [];

    public ProgramFolder(Action<JsonObject>? change = null)
    {
        Http = FreePorts.Take(1)[0];
        var config = new JsonObject { ["data"] = "data", ["http"] = new JsonObject { ["listeners"] = new JsonArray(new JsonObject { ["address"] = "127.0.0.1", ["port"] = Http }) } };
        foreach (string protocol in (string[])["smtp", "imap", "pop3", "sieve"])
            config[protocol] = new JsonObject { ["listeners"] = new JsonArray() };
        change?.Invoke(config);
        File.WriteAllText(folder.File("aether.json"), config.ToJsonString());
    }

    public int Http { get; }

    public Uri Health => new($"http://127.0.0.1:{Http}/healthz");

    public string Socket => Path.Combine(folder.Path, "data", "admin.sock");

    public string Database => Path.Combine(folder.Path, "data", "aether.db");

    /// <summary>Runs one command to its end.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string[] arguments, string? input = null) =>
        CommandLine.RunAsync(AetherServer.Program, [.. arguments, "--config", folder.File("aether.json")], input);

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task<Process> ServeAsync()
    {
        var server = Process.Start(new ProcessStartInfo(AetherServer.Program, ["serve", "--config", folder.File("aether.json")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        servers.Add(server);
        var log = new StringBuilder();
        server.OutputDataReceived += (_, line) => log.AppendLine(line.Data);
        server.ErrorDataReceived += (_, line) => log.AppendLine(line.Data);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        using var client = new HttpClient();
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                return await client.GetStringAsync(Health) is "ok\n";
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, $"the server answers; its log:\n{log}");
        return server;
    }

    public static Task SignalAsync(Process server, string signal) => CommandLine.RunAsync("/bin/kill", ["-" + signal, $"{server.Id}"]);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            if (!server.HasExited)
            {
                server.Kill();
                await server.WaitForExitAsync();
            }

            server.Dispose();
        }

        folder.Dispose();
    }
}
