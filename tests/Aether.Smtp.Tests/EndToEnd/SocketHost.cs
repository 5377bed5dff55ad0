using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Net.Connections;

namespace Aether.Smtp.Tests.EndToEnd;

/// <summary>An engine behind real sockets on loopback, with STARTTLS by a certificate of its own.</summary>
internal sealed class SocketHost : IAsyncDisposable
{
    private readonly IMailProtocol protocol;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2 certificate = SelfSigned();
    private readonly ConcurrentBag<Task> sessions = [];
    private readonly Task accepting;

    public SocketHost(IMailProtocol protocol)
    {
        this.protocol = protocol;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(sessions);
        certificate.Dispose();
        stopping.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mx.test", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pfx), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                sessions.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var peer = new PeerFacts("s1", (IPEndPoint)client.Client.RemoteEndPoint!, (IPEndPoint)client.Client.LocalEndPoint!, Exempt: true);
        await using var connection = new MailConnection(Pipes(stream), peer, null, UpgradeAsync, TimeProvider.System, CancellationToken.None);
        await protocol.RunAsync(connection, stopping.Token);

        async Task<(IDuplexPipe, TlsFacts)> UpgradeAsync(IDuplexPipe plain, CancellationToken ct)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
            return (Pipes(tls), new TlsFacts(tls.SslProtocol, tls.NegotiatedCipherSuite, tls.TargetHostName));
        }
    }

    private static Duplex Pipes(Stream stream) => new(PipeReader.Create(stream), PipeWriter.Create(stream));

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
