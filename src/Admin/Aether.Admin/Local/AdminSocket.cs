using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aether.Admin.Local;

/// <summary>
/// The unix socket through which the CLI reaches the one process that holds the store. Who may open it may do everything:
/// it lies in the data folder, for the owner alone.
/// </summary>
public sealed class AdminSocket(string dataFolder)
{
    private const int MaxPath = 107; // sun_path of sockaddr_un less its end

    public string Path { get; } = System.IO.Path.Combine(dataFolder, "admin.sock");

    /// <summary>Hangs the socket into the server. Call it before any listener, and with the lock of the data folder held: a socket left by a dead process is removed.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(Path) > MaxPath)
            throw new IOException($"The path {Path} is too long for a unix socket ({MaxPath} octets): choose a shorter data folder.");
        File.Delete(Path);
        kestrel.ListenUnixSocket(Path, endPoint => endPoint.Use(next => connection =>
        {
            connection.Features.Set(LocalConnection.Instance);
            return next(connection);
        }));
    }

    /// <summary>Call it once the server listens.</summary>
    public void Protect() => File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>An HTTP client whose requests all go to the socket; it fails with <see cref="SocketException"/> inside when nobody listens.</summary>
    public HttpClient Connect() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    { BaseAddress = new Uri("http://admin.local/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
}
