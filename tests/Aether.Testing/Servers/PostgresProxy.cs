using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>Stands between a client and PostgreSQL, and cuts a connection at its COMMIT when told to.</summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    private readonly TemporaryFolder folder = new();
    private readonly string target;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task accepting;
    private CommitCut cut;
    private int cuts;

    public PostgresProxy(PostgresServer server)
    {
        target = Path.Combine(server.Folder, SocketName);
        listener.Bind(new UnixDomainSocketEndPoint(folder.File(SocketName)));
        listener.Listen();
        accepting = AcceptAsync();
    }

    /// <summary>New connections are closed at once; those that are open go on.</summary>
    public bool IsClosed { get; set; }

    /// <summary>How often it has cut.</summary>
    public int Cuts => Volatile.Read(ref cuts);

    /// <summary>The URL of a database behind it.</summary>
    public string Url(string database) => $"postgres://postgres@{Uri.EscapeDataString(folder.Path)}/{database}";

    /// <summary>Cuts the next connection that sends COMMIT.</summary>
    public void CutNextCommit(CommitCut how) => cut = how;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                running.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
        await Task.WhenAll(running);
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            if (IsClosed)
                return;
            using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(target));
                var mute = new StrongBox<bool>();
                await Task.WhenAny(PumpCommandsAsync(client, server, mute), PumpAnswersAsync(server, client, mute));
            }
            catch (SocketException)
            {
                // The server is not there: the client learns it by the end of its connection.
            }
        }
    }

    private async Task PumpCommandsAsync(Socket client, Socket server, StrongBox<bool> mute)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await client.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (cut is not CommitCut.None && buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0)
                {
                    mute.Value = true;
                    var how = cut;
                    cut = CommitCut.None;
                    if (how is CommitCut.CommitLost)
                    {
                        Interlocked.Increment(ref cuts);
                        return;
                    }
                }
                await server.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side is gone; the other follows.
        }
    }

    private async Task PumpAnswersAsync(Socket server, Socket client, StrongBox<bool> mute)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await server.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (mute.Value)
                {
                    Interlocked.Increment(ref cuts);
                    return;
                }
                await client.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side is gone; the other follows.
        }
    }
}
