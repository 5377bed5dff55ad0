using Aether.Storage.Limits;

namespace Aether.Storage.Notices;

/// <summary>Says at once, on this node and on the others, that logins of an account may have ended. Who listens looks; a notice that is lost costs seconds.</summary>
public sealed class LoginNotices
{
    private const string CounterName = "logins-ended";

    private readonly CountFeed nodes;

    internal LoginNotices(CountFeed nodes)
    {
        this.nodes = nodes;
        nodes.Heard += OnHeard;
    }

    /// <summary>Raised with the address of an account.</summary>
    public event Action<string>? Ended;

    internal void Announce(string address)
    {
        Ended?.Invoke(address);
        if (!address.Contains(' ', StringComparison.Ordinal))
            nodes.Tell(CounterName, address, 1);
    }

    private void OnHeard(string counter, string key, int count)
    {
        if (counter == CounterName)
            Ended?.Invoke(key);
    }
}
