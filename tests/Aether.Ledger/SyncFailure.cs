using System.Globalization;
using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>Case F05 as the end of a server under load: its first, second, … two hundredth sync fails, in turn once and for good.</summary>
internal static class SyncFailure
{
    private const int InputOutputError = 74;
    private const int Latest = 200;

    /// <exception cref="InvalidOperationException">The server went on, or ended in another way.</exception>
    public static async Task InflictAsync(AetherServer server, int run)
    {
        string when = ((run % Latest) + 1).ToString(CultureInfo.InvariantCulture) + (run % 2 is 0 ? string.Empty : "+");
        using var broken = await BrokenSyncs.InflictAsync(server, when);
        int code = await server.ExitAsync();
        if (code is not InputOutputError)
            throw new InvalidOperationException($"With sync {when} failing the server ended with {code}.");
    }
}
