using Aether.Net.Connections;

namespace Aether.Net.Listeners;

/// <summary>The connections being served, so that a drain reaches each.</summary>
internal sealed class OpenConnections : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<MailConnection> open = [];
    private readonly CancellationTokenSource draining = new();

    public CancellationToken Draining => draining.Token;

    public void Add(MailConnection connection)
    {
        lock (gate)
            open.Add(connection);
    }

    /// <summary>Must come before the connection is disposed: from then on nobody wakes it.</summary>
    public void Remove(MailConnection connection)
    {
        lock (gate)
            open.Remove(connection);
    }

    public void Drain()
    {
        draining.Cancel();
        WakeAll();
    }

    /// <summary>Makes each session look up from its wait.</summary>
    public void WakeAll()
    {
        lock (gate)
        {
            foreach (var connection in open)
                connection.Wake();
        }
    }

    public void Dispose() => draining.Dispose();
}
