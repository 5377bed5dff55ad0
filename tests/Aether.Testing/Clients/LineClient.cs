using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Aether.Testing.Clients;

/// <summary>A client on a real socket that speaks in lines.</summary>
public sealed class LineClient : IAsyncDisposable
{
    private readonly TcpClient tcp;
    private Stream stream = Stream.Null;

    private LineClient(IPAddress from) => tcp = new TcpClient(new IPEndPoint(from, 0));

    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="from">The address of the client, in 127.0.0.0/8.</param>
    public static async Task<LineClient> ConnectAsync(int port, string from = "127.0.0.1")
    {
        var client = new LineClient(IPAddress.Parse(from));
        await client.tcp.ConnectAsync(IPAddress.Loopback, port);
        client.stream = client.tcp.GetStream();
        return client;
    }

    public async Task<string> HandshakeAsync(string serverName, string? protocol = null)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null, // self-signed, made for the test
            ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)],
        });
        stream = tls;
        return tls.RemoteCertificate!.Subject;
    }

    public ValueTask SendAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>The next line, or null when the server has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            int count;
            try
            {
                count = await stream.ReadAsync(one, late.Token);
            }
            catch (IOException)
            {
                return null;
            }

            if (count == 0)
                return null;
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }

    public async Task<string?> AskAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync();
    }

    public ValueTask DisposeAsync()
    {
        tcp.Dispose();
        return stream.DisposeAsync();
    }
}
