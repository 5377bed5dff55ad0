using System.Net.Sockets;

namespace Aether.Net.Polling;

/// <summary>A connected socket that is tried at once and waited for in a <see cref="PollLoop"/>. One reader and one writer at a time.</summary>
internal sealed class PolledSocket : IPolled, IDisposable
{
    private PollLoop loop;
    private long id;
    private int isClosed;
    private Readiness? writing;
    private bool isSpread;

    /// <param name="socket">Is closed with this.</param>
    /// <param name="loop">Hears of it first.</param>
    /// <exception cref="IOException">The system has no room for it.</exception>
    public PolledSocket(Socket socket, PollLoop loop)
    {
        this.loop = loop;
        Socket = socket;
        socket.Blocking = false;
        Descriptor = (int)socket.Handle;
        id = loop.Enter(this);
    }

    public Socket Socket { get; }

    public int Descriptor { get; }

    public Readiness Reading { get; } = new();

    /// <summary>Null until the system took no more for the first time, which most connections never see.</summary>
    public Readiness? Writing => Volatile.Read(ref writing);

    /// <summary>Where the next one who waits for input goes on.</summary>
    public GoesOn GoesOn { get; set; }

    /// <summary>Another loop hears of it from here on, each in turn: the one that accepted it has others to begin with.</summary>
    /// <exception cref="IOException">The system has no room for it.</exception>
    public void Spread()
    {
        if (isSpread)
            return;
        isSpread = true;
        var (last, lastId) = (loop, id);
        var next = PollLoop.Next();
        if (next == last)
            return;
        // What is ready already is told again there: nothing is missed, and what both tell counts once.
        (loop, id) = (next, next.Enter(this));
        if (writing is not null)
            next.WatchBoth(this, id);
        last.Forget(this, lastId);
    }

    /// <summary>Receives what is there.</summary>
    /// <param name="count">How many octets came; none when the peer has closed its side.</param>
    /// <returns>False: there is nothing yet.</returns>
    /// <exception cref="IOException">The connection is lost.</exception>
    public bool TryReceive(Span<byte> room, out int count)
    {
        Reading.Begin();
        count = Socket.Receive(room, SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock)
            return false;
        if (error is not SocketError.Success)
            throw Lost(error);
        if (count == room.Length)
            Reading.Set(); // there may be more
        return true;
    }

    /// <summary>Sends as much of it as the system takes now.</summary>
    /// <returns>How many octets; none: wait for <see cref="Writing"/>, which is there then.</returns>
    /// <exception cref="IOException">The connection is lost.</exception>
    public int Send(IList<ArraySegment<byte>> pieces)
    {
        if (!MaySend())
            return 0;
        int sent = Socket.Send(pieces, SocketFlags.None, out var error);
        return Sent(sent, error);
    }

    /// <inheritdoc cref="Send(IList{ArraySegment{byte}})"/>
    public int Send(ReadOnlySpan<byte> piece)
    {
        if (!MaySend())
            return 0;
        int sent = Socket.Send(piece, SocketFlags.None, out var error);
        return Sent(sent, error);
    }

    private bool MaySend()
    {
        if (writing is { IsReady: false })
            return false;
        writing?.Begin();
        return true;
    }

    private int Sent(int sent, SocketError error)
    {
        if (error is SocketError.WouldBlock)
        {
            WatchWriting();
            return 0;
        }

        if (error is not SocketError.Success)
            throw Lost(error);
        writing?.Set();
        return sent;
    }

    public void OnNotice(uint what, bool isQuiet)
    {
        const uint End = Epoll.Error | Epoll.HungUp;
        if ((what & (Epoll.Writable | End)) is not 0)
            Writing?.OnNotice(isLast: false, isQuiet);
        if ((what & (Epoll.Readable | Epoll.PeerClosed | End)) is not 0)
            Reading.OnNotice((what & (Epoll.PeerClosed | Epoll.HungUp)) is not 0, isQuiet); // the last thing: the session may go on in here, and end
    }

    /// <summary>Nothing more goes either way; whoever waits hears of it.</summary>
    public void Shutdown()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isClosed, 1) is not 0)
            return;
        if (Reading.IsAwaited || Writing is { IsAwaited: true })
            Shutdown(); // they hear of it by a notice
        loop.Leave(id);
        Socket.Dispose();
    }

    /// <summary>What there was room for meanwhile is told, too.</summary>
    private void WatchWriting()
    {
        if (writing is not null)
            return;
        Volatile.Write(ref writing, new Readiness());
        loop.WatchBoth(this, id);
    }

    private static IOException Lost(SocketError error) => new("The connection is lost.", new SocketException((int)error));
}
