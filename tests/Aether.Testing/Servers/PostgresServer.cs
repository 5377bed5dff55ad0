using System.Diagnostics;
using System.Globalization;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>
/// A PostgreSQL of its own from Debian's package: a cluster in a temporary folder, on a unix socket there and nothing
/// else, not synced to disk. PostgreSQL refuses to run as root, so root runs it as the user <c>postgres</c>.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql";

    private readonly TemporaryFolder folder;
    private readonly string programs;
    private Process? process;

    private PostgresServer(TemporaryFolder folder, string programs)
    {
        this.folder = folder;
        this.programs = programs;
    }

    /// <summary>Where the socket is.</summary>
    public string Folder => folder.Path;

    /// <summary>The process that all others of the server come from.</summary>
    public int ProcessId => process!.Id;

    private string Data => folder.File("data");

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Makes a cluster and starts it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        string programs = Directory.EnumerateDirectories(Programs).Order(StringComparer.Ordinal).Last() + "/bin";
        var server = new PostgresServer(new TemporaryFolder(), programs);
        try
        {
            if (IsRoot)
                await CommandLine.SucceedAsync("/bin/chown", ["postgres", server.Folder]);
            await server.RunAsync("initdb", ["-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The URL of one of its databases.</summary>
    public string Url(string database) => $"postgres://postgres@{Uri.EscapeDataString(Folder)}/{database}";

    /// <summary>Starts it on the data that is there, as after a crash, and waits until it answers.</summary>
    /// <param name="settings">Such as <c>max_connections=10</c>.</param>
    public async Task StartAgainAsync(params string[] settings)
    {
        // Hundreds of small databases that live for a second: nothing is to be swept or flushed in between.
        string[] idle = ["autovacuum=off", "jit=off", "checkpoint_timeout=1h", "max_wal_size=4GB", "wal_level=minimal", "max_wal_senders=0"];
        string[] own = [.. idle, "fsync=off", "full_page_writes=off", "listen_addresses=", $"unix_socket_directories={Folder}", "shared_buffers=64MB", "max_connections=200", "log_min_messages=fatal", "deadlock_timeout=100ms"];
        var (program, arguments) = AsPostgres("postgres", ["-D", Data, .. own.Concat(settings).SelectMany(setting => new[] { "-c", setting })]);
        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(
            async () => process.HasExited
                ? throw new InvalidOperationException($"PostgreSQL ended with {process.ExitCode}.")
                : (await CommandLine.RunAsync($"{programs}/pg_isready", ["-q", "-h", Folder, "-U", "postgres"])).ExitCode == 0,
            "PostgreSQL answers");
    }

    /// <summary>Runs statements in a database and gives what they print, columns parted by a bar.</summary>
    public Task<string> SqlAsync(string database, string sql) =>
        CommandLine.SucceedAsync($"{programs}/psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", Folder, "-U", "postgres", "-d", database, "-c", sql]);

    /// <summary>Ends all its processes as a crash of the machine does.</summary>
    public async Task KillAsync()
    {
        // All of it at once, as when a machine goes: a backend that sees the postmaster go first ends in order, gives back its
        // locks, and one that waited for them may still commit.
        string postmaster = process!.Id.ToString(CultureInfo.InvariantCulture);
        await CommandLine.RunAsync("/bin/kill", ["-STOP", postmaster]);
        await CommandLine.RunAsync("/usr/bin/pkill", ["-STOP", "-P", postmaster]);
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Ends it as an operator in a hurry does: sessions are cut, data is written.</summary>
    public async Task StopAsync()
    {
        await CommandLine.RunAsync("/bin/kill", ["-INT", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await KillAsync();
        folder.Dispose();
    }

    /// <summary>Ends it when nobody can wait: the test process is going.</summary>
    internal void EndNow()
    {
        process?.Kill(entireProcessTree: true);
        process?.WaitForExit();
        // Hundreds of databases: more than a process that ends may take its time for.
        Process.Start("rm", ["-rf", "--", folder.Path]).Dispose();
    }

    private async Task RunAsync(string name, IEnumerable<string> arguments)
    {
        var (program, all) = AsPostgres(name, arguments);
        await CommandLine.SucceedAsync(program, all);
    }

    private (string Program, IEnumerable<string> Arguments) AsPostgres(string name, IEnumerable<string> arguments) => IsRoot
        ? ("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", $"{programs}/{name}", .. arguments])
        : ($"{programs}/{name}", arguments);
}
