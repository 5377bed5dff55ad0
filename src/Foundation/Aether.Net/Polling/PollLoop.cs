using System.Collections.Concurrent;

namespace Aether.Net.Polling;

/// <summary>
/// A thread that hears when sockets become ready and goes on with whoever waited for it. What waited with <see cref="GoesOn.InLoop"/>
/// is continued right here, without a thread of the pool having to wake up first; it must be short, for all the loop's sockets wait meanwhile.
/// </summary>
internal sealed class PollLoop
{
    private const int Notices = 256;

    /// <summary>With more notices at a time the loop does nothing long: a flood of handshakes (0.3 ms each, 4 with RSA of 4,096 bits) is the pool's, and holds up no session.</summary>
    private const int Few = 4;

    /// <summary>More than cores: one that waits for a disk holds up fewer others.</summary>
    private static readonly Lazy<PollLoop[]> All = new(static () => [.. Enumerable.Range(0, Math.Clamp(2 * Environment.ProcessorCount, 4, 64)).Select(static number => new PollLoop(number))]);

    private static int turn;

    [ThreadStatic]
    private static bool isLoop;

    private readonly Epoll epoll = new();
    private readonly ConcurrentDictionary<long, IPolled> sockets = new();
    private long lastId;

    private PollLoop(int number) => new Thread(Run) { Name = $"aether-poll-{number}", IsBackground = true }.Start();

    /// <summary>The code that asks runs in a loop.</summary>
    public static bool IsCurrent => isLoop;

    /// <summary>One of them, each in turn.</summary>
    public static PollLoop Next() => All.Value[(uint)Interlocked.Increment(ref turn) % (uint)All.Value.Length];

    /// <returns>What <see cref="Leave"/> wants to have.</returns>
    public long Enter(IPolled socket)
    {
        long id = Interlocked.Increment(ref lastId);
        sockets[id] = socket;
        try
        {
            epoll.Watch(socket.Descriptor, id);
            return id;
        }
        catch (IOException)
        {
            sockets.TryRemove(id, out _);
            throw;
        }
    }

    /// <summary>From here on the socket is told of room to send, too.</summary>
    public void WatchBoth(IPolled socket, long id) => epoll.WatchBoth(socket.Descriptor, id);

    /// <summary>The socket is closed next, which is what the system forgets it by.</summary>
    public void Leave(long id) => sockets.TryRemove(id, out _);

    /// <summary>The socket stays open, and is heard of no more.</summary>
    public void Forget(IPolled socket, long id)
    {
        Leave(id);
        epoll.Forget(socket.Descriptor);
    }

    private void Run()
    {
        isLoop = true;
        byte[] room = new byte[Epoll.RoomFor(Notices)];
        while (true)
        {
            int count = epoll.Wait(room);
            for (int i = 0; i < count; i++)
            {
                var (what, id) = Epoll.At(room, i);
                if (sockets.TryGetValue(id, out var socket))
                    socket.OnNotice(what, count <= Few);
            }
        }
    }
}
