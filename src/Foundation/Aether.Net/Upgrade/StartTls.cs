using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Aether.Net.Connections;

namespace Aether.Net.Upgrade;

/// <summary>The TLS side of one connection that began in plain text. RFC 3207, RFC 9051 §6.2.1.</summary>
internal sealed class StartTls(TlsOptionsSelector options, TimeSpan patience, TimeProvider clock) : IAsyncDisposable
{
    // Idle connections hold no buffer: the reader first waits for data with an empty one.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(MemoryPool<byte>.Shared, bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(MemoryPool<byte>.Shared, minimumBufferSize: 4096, leaveOpen: true);

    private SslStream? stream;

    public async Task<(IDuplexPipe Inner, TlsFacts Tls)> UpgradeAsync(IDuplexPipe plain, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        var tls = new SslStream(new DuplexStream(plain), leaveInnerStreamOpen: true);
        stream = tls;
        try
        {
            await tls.AuthenticateAsServerAsync(static (_, hello, state, _) => ValueTask.FromResult(((TlsOptionsSelector)state!)(hello.ServerName)), options, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new AuthenticationException("The TLS handshake took too long.");
        }

        var inner = new TlsPipe(PipeReader.Create(tls, ReaderOptions), PipeWriter.Create(tls, WriterOptions));
        return (inner, new TlsFacts(tls.SslProtocol, tls.NegotiatedCipherSuite, tls.TargetHostName is { Length: > 0 } name ? name : null) { Certificate = tls.LocalCertificate as X509Certificate2, ClientCertificate = tls.RemoteCertificate as X509Certificate2 });
    }

    public async ValueTask DisposeAsync()
    {
        if (stream is not { } tls)
            return;
        if (tls.IsAuthenticated)
        {
            try
            {
                // RFC 8446 §6.1: say goodbye, so that the peer can tell an end from a cut.
                await tls.ShutdownAsync();
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
            {
                // The peer has left already: nobody is there to be told.
            }
        }

        await tls.DisposeAsync();
    }

    private sealed record TlsPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
