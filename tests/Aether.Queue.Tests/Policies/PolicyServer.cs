using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Aether.Queue.Tests.Policies;

/// <summary>An HTTPS server that answers every request with the same octets.</summary>
internal sealed class PolicyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly SslStreamCertificateContext certificate;
    private readonly Task accepting;
    private int requests;

    public PolicyServer(SslStreamCertificateContext certificate)
    {
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Requests => Volatile.Read(ref requests);

    public string Status { get; set; } = "200 OK";

    public string Fields { get; set; } = "Content-Type: text/plain\r\n";

    public string Body { get; set; } = "version: STSv1\nmode: enforce\nmx: mx.remote.test\nmax_age: 86400\n";

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await accepting;
        listener.Dispose();
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                await ServeAsync(await listener.AcceptTcpClientAsync(over.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate }, over.Token);
            var reader = new StreamReader(tls, Encoding.Latin1);
            if (await reader.ReadLineAsync(over.Token) is null)
                return; // the handshake is over here before the client has looked at the certificate
            while (await reader.ReadLineAsync(over.Token) is { Length: > 0 })
            {
            }

            Interlocked.Increment(ref requests);
            await tls.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {Status}\r\n{Fields}Content-Length: {Encoding.UTF8.GetByteCount(Body)}\r\nConnection: close\r\n\r\n{Body}"), over.Token);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException)
        {
            // The client went: it had seen enough.
        }
    }
}
