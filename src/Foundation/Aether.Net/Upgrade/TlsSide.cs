using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Aether.Net.Connections;
using Aether.Net.Polling;

namespace Aether.Net.Upgrade;

/// <summary>The TLS side of one connection, from its first octet (RFC 8314) or behind a command in plain text (RFC 3207, RFC 9051 §6.2.1).</summary>
/// <param name="options">Chooses the certificate.</param>
/// <param name="patience">Time for the handshake.</param>
/// <param name="clock">Measures it.</param>
/// <param name="socket">What the transport is made of, where it is polled.</param>
internal sealed class TlsSide(TlsOptionsSelector options, TimeSpan patience, TimeProvider clock, PolledSocket? socket) : IAsyncDisposable
{
    // Idle connections hold no buffer: the reader first waits for data with an empty one.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(MemoryPool<byte>.Shared, bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(MemoryPool<byte>.Shared, minimumBufferSize: 4096, leaveOpen: true);

    private SslStream? stream;

    /// <summary>Shakes hands. What follows may run where many connections are read: <see cref="MailConnection.Leave"/> that before anything long.</summary>
    /// <returns>The pipe inside, and what was agreed.</returns>
    /// <exception cref="AuthenticationException">The handshake failed, or took too long.</exception>
    public async Task<(IDuplexPipe Inner, TlsFacts Tls)> UpgradeAsync(IDuplexPipe plain, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, clock);
        await using var cut = ct.UnsafeRegister(static late => ((CancellationTokenSource)late!).Cancel(), late);
        var tls = new SslStream(new DuplexStream(plain), leaveInnerStreamOpen: true);
        stream = tls;
        // Both steps take a fraction of a millisecond, and a thread of the pool would have to be woken for each.
        if (socket is not null)
            socket.GoesOn = GoesOn.InQuietLoop;
        try
        {
            await tls.AuthenticateAsServerAsync(static (_, hello, state, _) => ValueTask.FromResult(((TlsOptionsSelector)state!)(hello.ServerName)), options, late.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new AuthenticationException("The TLS handshake took too long.");
        }
        finally
        {
            if (socket is not null)
                socket.GoesOn = GoesOn.InPool;
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
            catch (Exception gone) when (gone is not OutOfMemoryException)
            {
                // The peer has left already, or what it sent has broken the stream, which .NET tells by a type without a public name: nobody is there to be told.
            }
        }

        await tls.DisposeAsync();
    }

    private sealed record TlsPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
