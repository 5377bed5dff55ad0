using Aether.Net.Connections;

namespace Aether.Net.Limits;

/// <summary>
/// The connections on which nobody has logged in yet, of all protocols that want a login. Beyond <paramref name="most"/>
/// the oldest is ended: whoever opens many and says nothing pushes out his own.
/// </summary>
public sealed class PendingLogins(int most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<MailConnection> waiting = [];
    private readonly Dictionary<MailConnection, LinkedListNode<MailConnection>> places = [];

    public int Count
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>Counts a connection in; each must <see cref="Leave"/>.</summary>
    /// <returns>Whether the oldest had to go for it.</returns>
    internal bool Enter(MailConnection connection)
    {
        lock (gate)
        {
            places[connection] = waiting.AddLast(connection);
            if (waiting.Count <= most)
                return false;
            var oldest = waiting.First!.Value;
            Remove(oldest);
            oldest.Evict();
            return true;
        }
    }

    /// <summary>Somebody has logged in, or the connection is about to be closed: from then on it is not evicted.</summary>
    internal void Leave(MailConnection connection)
    {
        lock (gate)
            Remove(connection);
    }

    private void Remove(MailConnection connection)
    {
        if (places.Remove(connection, out var place))
            waiting.Remove(place);
    }
}
