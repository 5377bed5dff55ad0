using System.Diagnostics;

namespace Aether.Testing.Servers;

/// <summary>Case F05: strace has the kernel say EIO to syncs of a running server.</summary>
public sealed class BrokenSyncs : IDisposable
{
    private readonly Process strace;

    private BrokenSyncs(Process strace) => this.strace = strace;

    /// <param name="when">Which syncs fail from now on, counted in each thread: <c>3</c> the third, <c>3+</c> that and all behind it.</param>
    public static async Task<BrokenSyncs> InflictAsync(AetherServer server, string when)
    {
        var start = new ProcessStartInfo(
            "strace", ["-f", "-p", $"{server.ProcessId}", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", $"inject=fsync,fdatasync:error=EIO:when={when}"])
        {
            RedirectStandardError = true,
        };
        var strace = Process.Start(start)!;
        string? line = await strace.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        if (line?.Contains("attached", StringComparison.Ordinal) is not true)
            throw new InvalidOperationException($"strace did not attach: {line}");
        _ = strace.StandardError.ReadToEndAsync();
        return new BrokenSyncs(strace);
    }

    /// <summary>Lets go of the server, where it still runs.</summary>
    public void Dispose()
    {
        if (!strace.HasExited)
            strace.Kill();
        strace.Dispose();
    }
}
