using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Aether.Net.Polling;

/// <summary>The system's readiness notices, edge by edge: epoll(7).</summary>
internal sealed partial class Epoll
{
    public const uint Readable = 0x1;
    public const uint Writable = 0x4;
    public const uint Error = 0x8;
    public const uint HungUp = 0x10;
    public const uint PeerClosed = 0x2000;

    private const uint Edges = 1u << 31;
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Remove = 2;
    private const int Change = 3;
    private const int Interrupted = 4; // EINTR

    /// <summary>struct epoll_event is packed on x86-64 only.</summary>
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;

    private readonly int descriptor;

    public Epoll()
    {
        descriptor = Create(CloseOnExec);
        if (descriptor < 0)
            throw Failure("epoll_create1");
    }

    /// <summary>Octets that <see cref="Wait(Span{byte})"/> needs for so many notices.</summary>
    public static int RoomFor(int notices) => notices * EventSize;

    /// <summary>From here on it is told with <paramref name="id"/> when something comes in, or the peer closes its side.</summary>
    /// <exception cref="IOException">The system has no room for it.</exception>
    public void Watch(int socket, long id) => Control(Add, socket, id, Readable | PeerClosed | Edges);

    /// <summary>As <see cref="Watch"/>, and also when there is room to send. Asked for only then: each new socket would be told as writable at once, and wake a loop for nothing.</summary>
    public void WatchBoth(int socket, long id) => Control(Change, socket, id, Readable | PeerClosed | Writable | Edges);

    /// <summary>From here on it is told no more. A socket that is closed need not be forgotten.</summary>
    public void Forget(int socket) => Control(Remove, socket, 0, 0);

    /// <summary>Waits for notices.</summary>
    /// <returns>How many are in <paramref name="room"/>: read them with <see cref="At"/>.</returns>
    public int Wait(Span<byte> room)
    {
        while (true)
        {
            int count = Wait(descriptor, ref MemoryMarshal.GetReference(room), room.Length / EventSize, -1);
            if (count >= 0)
                return count;
            if (Marshal.GetLastPInvokeError() is not Interrupted)
                throw Failure("epoll_wait");
        }
    }

    public static (uint What, long Id) At(ReadOnlySpan<byte> room, int index)
    {
        var notice = room.Slice(index * EventSize, EventSize);
        return (BinaryPrimitives.ReadUInt32LittleEndian(notice), BinaryPrimitives.ReadInt64LittleEndian(notice[(EventSize - 8)..]));
    }

    private void Control(int operation, int socket, long id, uint what)
    {
        Span<byte> notice = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(notice, what);
        BinaryPrimitives.WriteInt64LittleEndian(notice[(EventSize - 8)..], id);
        if (Control(descriptor, operation, socket, ref MemoryMarshal.GetReference(notice)) != 0)
            throw Failure("epoll_ctl");
    }

    private static IOException Failure(string call)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int descriptor, int operation, int socket, ref byte notice);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int descriptor, ref byte notices, int most, int timeout);
}
