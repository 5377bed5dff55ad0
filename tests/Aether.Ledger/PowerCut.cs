using Aether.Testing.Servers;

namespace Aether.Ledger;

/// <summary>A disk whose power can be cut: case F04, run by bench/faults.sh.</summary>
/// <param name="Data">A folder on it, for the server's data.</param>
/// <param name="Command">Cuts the power and brings the disk back up.</param>
public sealed record PowerCut(string Data, string Command)
{
    public Task RunAsync() => CommandLine.SucceedAsync(Command, []);
}
