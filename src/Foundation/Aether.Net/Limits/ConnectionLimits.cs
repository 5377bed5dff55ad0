using System.Net;

namespace Aether.Net.Limits;

/// <summary>Counts the connections of one protocol, in all and by peer. All its listeners share one.</summary>
public sealed class ConnectionLimits(int total, int perAddress)
{
    private readonly Lock gate = new();
    private readonly Dictionary<AddressKey, int> byAddress = [];
    private int open;

    public int Open
    {
        get
        {
            lock (gate)
                return open;
        }
    }

    /// <summary>Counts a connection in; each one admitted must <see cref="Leave"/>.</summary>
    public AdmissionOutcome TryEnter(IPAddress address)
    {
        var key = AddressKey.Of(address);
        lock (gate)
        {
            if (open >= total)
                return AdmissionOutcome.TooMany;
            int count = byAddress.GetValueOrDefault(key);
            if (count >= perAddress)
                return AdmissionOutcome.TooManyFromAddress;
            byAddress[key] = count + 1;
            open++;
            return AdmissionOutcome.Admitted;
        }
    }

    public void Leave(IPAddress address)
    {
        var key = AddressKey.Of(address);
        lock (gate)
        {
            open--;
            // An address without connections holds no memory, or a scan would fill it.
            if (byAddress[key] == 1)
                byAddress.Remove(key);
            else
                byAddress[key]--;
        }
    }
}
