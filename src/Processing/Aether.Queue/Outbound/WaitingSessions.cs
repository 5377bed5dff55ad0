using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>Sessions that have nothing to do and wait a moment for the next message to their host, TLS and login done.</summary>
internal sealed class WaitingSessions(QueueOptions options, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<SessionPlace, Stack<OutboundSession>> waiting = [];
    private int count;
    private bool closed;

    /// <returns>A session that is still open, or null.</returns>
    public async ValueTask<OutboundSession?> TakeAsync(SessionPlace place)
    {
        while (true)
        {
            OutboundSession? session;
            lock (gate)
            {
                if (!waiting.TryGetValue(place, out var sessions))
                    return null;
                session = sessions.Pop();
                count--;
                if (sessions.Count == 0)
                    waiting.Remove(place);
            }

            if (session.Connection.IsQuiet)
                return session;
            await session.DisposeAsync(); // the host has closed it, or speaks without being asked
        }
    }

    /// <summary>Keeps a session for others, or ends it.</summary>
    public async ValueTask GiveBackAsync(SessionPlace place, OutboundSession session, CancellationToken ct)
    {
        if (!TryKeep(place, session))
        {
            await session.QuitAsync(ct);
            await session.DisposeAsync();
            return;
        }

        _ = EndLaterAsync(place, session);
    }

    public async ValueTask DisposeAsync()
    {
        OutboundSession[] left;
        lock (gate)
        {
            closed = true;
            left = [.. waiting.Values.SelectMany(sessions => sessions)];
            waiting.Clear();
            count = 0;
        }

        await Task.WhenAll(left.Select(session => EndAsync(session)));
    }

    private bool TryKeep(SessionPlace place, OutboundSession session)
    {
        if (options.Outbound.KeepOpen <= TimeSpan.Zero || session.Messages >= options.Outbound.MaxMessagesPerConnection)
            return false;
        lock (gate)
        {
            if (closed || count >= options.Outbound.MaxWaiting)
                return false;
            if (!waiting.TryGetValue(place, out var sessions))
                waiting[place] = sessions = new Stack<OutboundSession>();
            sessions.Push(session);
            count++;
            return true;
        }
    }

    private async Task EndLaterAsync(SessionPlace place, OutboundSession session)
    {
        int messages = session.Messages;
        await Task.Delay(options.Outbound.KeepOpen, clock);
        lock (gate)
        {
            // Somebody has it, or has had it and brought it back: then its time runs anew.
            if (session.Messages != messages || !waiting.TryGetValue(place, out var sessions) || !sessions.Contains(session))
                return;
            waiting[place] = new Stack<OutboundSession>(sessions.Where(other => other != session).Reverse());
            if (waiting[place].Count == 0)
                waiting.Remove(place);
            count--;
        }

        await EndAsync(session);
    }

    private static async Task EndAsync(OutboundSession session)
    {
        await session.QuitAsync(CancellationToken.None);
        await session.DisposeAsync();
    }
}
