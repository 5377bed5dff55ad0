using System.Net;

namespace Aether.Net.Limits;

/// <summary>A list of networks, such as <c>limits.exemptNetworks</c>.</summary>
public sealed class NetworkSet(IReadOnlyList<IPNetwork> networks)
{
    public bool Contains(IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
