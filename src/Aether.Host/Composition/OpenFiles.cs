using System.Globalization;
using Aether.Configuration.Schema;

namespace Aether.Host.Composition;

/// <summary>
/// How many files and connections the process may have open (RLIMIT_NOFILE), and what of that is for mail connections: a crowd must not
/// take what the store, deliveries and the program itself still have to open.
/// </summary>
internal static class OpenFiles
{
    /// <summary>For the store, the web, outgoing connections and what the program has not loaded yet.</summary>
    private const long Reserve = 256;

    /// <summary>The limit of this process; the runtime has raised it as far as it may.</summary>
    public static long Most { get; } = Read(File.ReadLines("/proc/self/limits"));

    /// <summary>How many of the connections that are allowed there is room for: all, or each protocol's part.</summary>
    /// <param name="allowed">What the configuration allows to one protocol.</param>
    public static int Share(AetherSettings settings, int allowed) => Share(Most, Allowed(settings), allowed);

    /// <summary>There is room for all that the configuration allows.</summary>
    public static bool Suffice(AetherSettings settings) => Most - Reserve >= Allowed(settings);

    internal static int Share(long most, long all, int allowed) => (int)Math.Clamp((most - Reserve) * allowed / all, 1, allowed);

    /// <param name="limits">A line "Max open files  soft  hard  files" among others.</param>
    internal static long Read(IEnumerable<string> limits)
    {
        const string Name = "Max open files";
        string soft = limits.First(static line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, CultureInfo.InvariantCulture, out long most) ? most : int.MaxValue; // "unlimited"
    }

    private static long Allowed(AetherSettings settings) => (long)settings.Smtp.MaxConnections + settings.Imap.MaxConnections + settings.Pop3.MaxConnections;
}
