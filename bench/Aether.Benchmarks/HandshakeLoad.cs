using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Aether.Benchmarks;

/// <summary>Full TLS handshakes with any server that begins with one, each as a client that was never there before: <c>bench/handshakes.sh</c>.</summary>
/// <param name="port">On the loopback address.</param>
/// <param name="connections">How many shake hands at a time.</param>
internal sealed class HandshakeLoad(int port, int connections)
{
    private static readonly SslClientAuthenticationOptions Options = new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null, // made for this run
    };

    /// <summary>Shakes hands so many times and prints a line of JSON.</summary>
    /// <param name="pid">The server's process, for what a handshake costs it.</param>
    public async Task RunAsync(int times, int pid)
    {
        double before = ProcessTree.CpuSeconds([pid]);
        long started = Stopwatch.GetTimestamp();
        int begun = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref begun) <= times)
                await ShakeHandsAsync();
        })));
        double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double cpu = ProcessTree.CpuSeconds([pid]) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"handshakes_per_s": {{times / elapsed:0}}, "server_cpu_ms": {{cpu * 1000 / times:0.0000}}}"""));
    }

    /// <summary>Comes, shakes hands, takes leave, and waits until the server has gone too: it has done all that it does then.</summary>
    private async Task ShakeHandsAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(new NetworkStream(socket));
        await stream.AuthenticateAsClientAsync(Options);
        await stream.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[1024];
        try
        {
            while (await stream.ReadAsync(rest) > 0)
            {
                // A greeting: nobody answers.
            }
        }
        catch (IOException)
        {
            // Cut instead of closed: gone is gone.
        }
    }
}
