using System.Net;
using System.Net.Sockets;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Aether.EndToEnd.Tests.Operation;

/// <summary>A client of TLS 1.2 that asks for another handshake whenever it is told to, and minds no refusal, as no library's client would.</summary>
internal sealed class RenegotiatingClient : IAsyncDisposable
{
    private readonly TcpClient tcp = new();
    private readonly Protocol protocol = new();
    private readonly byte[] buffer = new byte[16 * 1024];
    private Stream stream = Stream.Null;
    private byte[] hello = [];

    private RenegotiatingClient()
    {
    }

    /// <summary>Handshake messages that came behind the first handshake: the server went into it.</summary>
    public int Replies => protocol.Replies;

    public static async Task<RenegotiatingClient> ConnectAsync(int port)
    {
        var client = new RenegotiatingClient();
        await client.tcp.ConnectAsync(IPAddress.Loopback, port);
        client.stream = client.tcp.GetStream();
        client.protocol.Connect(new Client());
        client.hello = await client.FlushAsync();
        while (client.protocol.IsHandshaking)
        {
            if (!await client.TakeAsync())
                throw new IOException("The server ended the handshake.");
            await client.FlushAsync();
        }

        return client;
    }

    /// <summary>Sends the first hello once more, inside the session.</summary>
    public async Task RenegotiateAsync()
    {
        protocol.WriteHandshake(hello.AsSpan(5)); // behind the header of its record
        await FlushAsync();
    }

    /// <summary>Says something in the session.</summary>
    public async Task WriteAsync(string text)
    {
        protocol.WriteApplicationData(Encoding.ASCII.GetBytes(text));
        await FlushAsync();
    }

    /// <summary>What the server says next; empty when it has closed.</summary>
    public async Task<string> ReadAsync()
    {
        while (protocol.GetAvailableInputBytes() == 0)
        {
            if (!await TakeAsync())
                return "";
        }

        byte[] text = new byte[protocol.GetAvailableInputBytes()];
        protocol.ReadInput(text, 0, text.Length);
        return Encoding.ASCII.GetString(text);
    }

    public ValueTask DisposeAsync()
    {
        tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> TakeAsync()
    {
        try
        {
            int count = await stream.ReadAsync(buffer);
            if (count > 0)
                protocol.OfferInput(buffer, 0, count);
            return count > 0;
        }
        catch (IOException)
        {
            return false; // it was reset: the server closed on what it did not read
        }
    }

    private async Task<byte[]> FlushAsync()
    {
        byte[] output = new byte[protocol.GetAvailableOutputBytes()];
        protocol.ReadOutput(output, 0, output.Length);
        await stream.WriteAsync(output);
        return output;
    }

    private sealed class Protocol : TlsClientProtocol
    {
        public int Replies { get; private set; }

        public void WriteHandshake(ReadOnlySpan<byte> message) => SafeWriteRecord(ContentType.handshake, message);

        protected override void HandleAlertWarningMessage(short alertDescription)
        {
            // It is told that there will be none (RFC 5246 §7.2.2, no_renegotiation), or goodbye: it goes on all the same.
        }

        protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
        {
            if (!IsHandshaking)
                Replies++;
            else
                base.HandleHandshakeMessage(type, buf);
        }
    }

    private sealed class Client() : DefaultTlsClient(new BcTlsCrypto())
    {
        public override TlsAuthentication GetAuthentication() => new AnyServer();

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.TLSv12.Only();
    }

    private sealed class AnyServer : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
            // Self-signed, made for the test.
        }

        public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest) => null;
    }
}
