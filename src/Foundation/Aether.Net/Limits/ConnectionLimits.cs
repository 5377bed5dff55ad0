using System.Net;

namespace Aether.Net.Limits;

/// <summary>
/// Counts the connections of one protocol, in all and by peer. All its listeners share one. From nine tenths of the total
/// on connections are short, and silence costs patience.
/// </summary>
public sealed class ConnectionLimits(int total, int perAddress)
{
    private readonly Lock gate = new();
    private readonly Dictionary<AddressKey, int> byAddress = [];
    private int open;
    private volatile bool isShort;

    /// <summary>Raised when connections become short: sessions that wait are to think again how long.</summary>
    public event Action? BecameShort;

    /// <summary>Few more connections may come.</summary>
    public bool IsShort => isShort;

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
        var outcome = TryEnter(AddressKey.Of(address), out bool becameShort);
        if (becameShort)
            BecameShort?.Invoke();
        return outcome;
    }

    public void Leave(IPAddress address)
    {
        var key = AddressKey.Of(address);
        lock (gate)
        {
            open--;
            isShort = IsShortAt(open);
            // An address without connections holds no memory, or a scan would fill it.
            if (byAddress[key] == 1)
                byAddress.Remove(key);
            else
                byAddress[key]--;
        }
    }

    private AdmissionOutcome TryEnter(AddressKey key, out bool becameShort)
    {
        becameShort = false;
        lock (gate)
        {
            if (open >= total)
                return AdmissionOutcome.TooMany;
            int count = byAddress.GetValueOrDefault(key);
            if (count >= perAddress)
                return AdmissionOutcome.TooManyFromAddress;
            byAddress[key] = count + 1;
            open++;
            becameShort = !isShort && IsShortAt(open);
            isShort |= becameShort;
            return AdmissionOutcome.Admitted;
        }
    }

    private bool IsShortAt(int count) => count * 10L >= total * 9L;
}
