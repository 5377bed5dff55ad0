using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Aether.Queue.Tests.Outbound;

/// <summary>A remote server on a real socket that answers as a test tells it, and notes what it hears.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<Task> sessions = [];
    private readonly Task accepting;
    private int connections;
    private int encrypted;

    public ScriptedServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    public string Greeting { get; init; } = "220 remote.test ESMTP\r\n";

    /// <summary>Asked of each connection: null greets it, else it is told this and closed.</summary>
    public Func<object, string?> Admit { get; set; } = _ => null;

    /// <summary>Told of each connection that is over; again when it is closed.</summary>
    public Action<object> Left { get; set; } = _ => { };

    /// <summary>What it shows after STARTTLS; null: it knows no TLS.</summary>
    public SslStreamCertificateContext? Certificate { get; set; }

    /// <summary>Messages that came inside TLS.</summary>
    public int Encrypted => Volatile.Read(ref encrypted);

    public string Ehlo { get; set; } = "250-remote.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n";

    /// <summary>The reply to a command line; null closes the connection, the empty string stays silent.</summary>
    public Func<string, string?> Answer { get; set; } = _ => "250 2.0.0 OK\r\n";

    /// <summary>The reply to the end of data.</summary>
    public Func<string, string?> AnswerData { get; set; } = _ => "250 2.0.0 Taken\r\n";

    /// <summary>The addresses that connections came from.</summary>
    public ConcurrentQueue<string> Clients { get; } = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Content as it came, dots still stuffed.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(sessions);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                Interlocked.Increment(ref connections);
                Clients.Enqueue(((IPEndPoint)client.Client.RemoteEndPoint!).Address.ToString());
                sessions.Add(ServeAsync(client));
            }
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
            Stream stream = client.GetStream();
            var reader = new StreamReader(stream, Encoding.Latin1);
            if (Admit(client) is { } refusal)
            {
                await SendAsync(stream, refusal);
                return;
            }

            await SendAsync(stream, Greeting);
            while (await reader.ReadLineAsync(stopping.Token) is { } line)
            {
                Lines.Enqueue(line);
                if (line == "STARTTLS" && Certificate is { } shown)
                {
                    await SendAsync(stream, "220 go\r\n");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = shown }, stopping.Token);
                    stream = tls;
                    reader = new StreamReader(stream, Encoding.Latin1);
                    continue;
                }

                var reply = line switch
                {
                    _ when line.StartsWith("EHLO", StringComparison.Ordinal) => Ehlo,
                    "DATA" => Answer(line) is { } other && !other.StartsWith("250", StringComparison.Ordinal) ? other : "354 Go\r\n",
                    _ => Answer(line),
                };
                if (reply is null)
                    return;
                if (line == "QUIT")
                    Left(client); // before the client knows, who may come again at once
                await SendAsync(stream, reply);
                if (line == "DATA" && reply.StartsWith("354", StringComparison.Ordinal) && !await TakeContentAsync(stream, reader))
                    return;
                if (line == "QUIT")
                    return;
            }
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
            // The client left, or the test is over.
        }
        finally
        {
            Left(client);
        }
    }

    private async Task<bool> TakeContentAsync(Stream stream, StreamReader reader)
    {
        var content = new StringBuilder();
        while (await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            if (line == ".")
            {
                var reply = AnswerData(content.ToString());
                if (reply is null)
                    return false;
                if (stream is SslStream)
                    Interlocked.Increment(ref encrypted);
                Messages.Enqueue(content.ToString());
                await SendAsync(stream, reply);
                return true;
            }

            content.Append(line).Append("\r\n");
        }

        return false;
    }

    private async Task SendAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stopping.Token);
}
