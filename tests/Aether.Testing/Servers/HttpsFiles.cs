using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Aether.Testing.Servers;

/// <summary>An HTTPS server on a free port of the loopback address, with files in memory; without a certificate an HTTP server.</summary>
public sealed class HttpsFiles : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly X509Certificate2? certificate;
    private readonly Task accepting;
    private int requests;

    /// <param name="certificate">With its key; null: HTTP in the clear.</param>
    public HttpsFiles(X509Certificate2? certificate)
    {
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What lies where, such as <c>/logo.svg</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Requests => Volatile.Read(ref requests);

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
                _ = ServeAsync(await listener.AcceptTcpClientAsync(over.Token));
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
            await using var stream = await OpenAsync(client);
            var reader = new StreamReader(stream, Encoding.Latin1);
            if (await reader.ReadLineAsync(over.Token) is not { } request)
                return; // the client has seen the certificate, and enough
            while (await reader.ReadLineAsync(over.Token) is { Length: > 0 })
            {
            }

            Interlocked.Increment(ref requests);
            await Gate.WaitAsync(over.Token);
            bool found = Files.TryGetValue(request.Split(' ')[1], out byte[]? body);
            body ??= [];
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(found ? "200 OK" : "404 Not Found")}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), over.Token);
            await stream.WriteAsync(body, over.Token);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or SocketException or OperationCanceledException)
        {
            // The client went, or the test is over.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (certificate is null)
            return client.GetStream();
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, over.Token);
        return tls;
    }
}
