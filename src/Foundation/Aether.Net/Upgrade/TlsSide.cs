using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Aether.Net.Connections;
using Aether.Net.Polling;

namespace Aether.Net.Upgrade;

/// <summary>The server's side of TLS for the connections of a listener: from the first octet (RFC 8314) or behind a command in plain text (RFC 3207, RFC 9051 §6.2.1).</summary>
/// <param name="options">Chooses the certificate.</param>
/// <param name="patience">Time for the handshake.</param>
/// <param name="clock">Measures it.</param>
internal sealed class TlsSide(TlsOptionsSelector options, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Shakes hands. What follows may run where many connections are read: <see cref="MailConnection.Leave"/> that before anything long.</summary>
    /// <returns>The pipe inside, a <see cref="TlsPipe"/>, and what was agreed.</returns>
    /// <exception cref="AuthenticationException">The handshake failed, or took too long.</exception>
    public async Task<(IDuplexPipe Inner, TlsFacts Tls)> UpgradeAsync(IDuplexPipe plain, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, clock);
        await using var cut = ct.UnsafeRegister(static late => ((CancellationTokenSource)late!).Cancel(), late);
        var tls = new SslStream(new DuplexStream(plain), leaveInnerStreamOpen: true);
        // Both steps take a fraction of a millisecond, and a thread of the pool would have to be woken for each.
        var socket = (plain as PolledPipe)?.Socket;
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
            if (!tls.IsAuthenticated)
                await tls.DisposeAsync();
            if (socket is not null)
                socket.GoesOn = GoesOn.InPool;
        }

        return (new TlsPipe(tls), new TlsFacts(tls.SslProtocol, tls.NegotiatedCipherSuite, tls.TargetHostName is { Length: > 0 } name ? name : null) { Certificate = tls.LocalCertificate as X509Certificate2, ClientCertificate = tls.RemoteCertificate as X509Certificate2 });
    }
}
