using System.Net;
using Aether.Queue.Settings;

namespace Aether.Queue.Routing;

/// <summary>Chooses the address that a connection goes out from: one of the remote's family, as often as its weight says.</summary>
internal static class SourceChoice
{
    /// <param name="pool">Null: the system chooses.</param>
    /// <param name="remote">Where the connection goes.</param>
    /// <param name="dice">From 0 to below 1.</param>
    /// <param name="chosen">Null: the system chooses.</param>
    /// <returns>False: the pool has no address of that family, so that the remote can't be reached from it.</returns>
    public static bool TryChoose(SourcePool? pool, IPAddress remote, double dice, out SourceAddress? chosen)
    {
        chosen = null;
        if (pool is null)
            return true;
        var usable = pool.Addresses.Where(source => source.Address.AddressFamily == remote.AddressFamily).ToArray();
        double left = dice * usable.Sum(source => source.Weight);
        foreach (var source in usable)
        {
            chosen = source;
            left -= source.Weight;
            if (left < 0)
                break;
        }

        return chosen is not null;
    }
}
