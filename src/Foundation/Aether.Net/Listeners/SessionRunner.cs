using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Net.Connections;
using Aether.Net.Polling;
using Aether.Net.Upgrade;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Aether.Net.Listeners;

/// <summary>Runs the engine on one admitted connection, and is the one place where what escapes from a session ends.</summary>
internal sealed partial class SessionRunner(
    MailListener listener, MailServerOptions options, OpenConnections open, ListenerMetrics metrics, TimeProvider clock, ILogger logger)
{
    public async Task RunAsync(ConnectionContext context, CancellationToken abort)
    {
        var peer = Facts(context);
        using var scope = logger.BeginScope(new SessionScope(peer.SessionId));
        var upgrade = listener.Tls is ListenerTls.StartTls or ListenerTls.Required ? new StartTls(options.Tls, options.HandshakePatience, clock) : null;
        var connection = new MailConnection(context.Transport, peer, TlsOf(context), upgrade is null ? null : upgrade.UpgradeAsync, clock, open.Draining)
        {
            Socket = context.Features.Get<PolledSocket>(),
            RequiresTls = listener.Tls is ListenerTls.Required,
            Stress = peer.Exempt || listener.StressPatience is not { } most ? null : patience => listener.Limits.IsShort && most < patience ? most : patience,
        };
        connection.LoggedIn += () => listener.Pending?.Leave(connection);
        Enter(connection);
        LogOpened(logger, listener.Protocol, peer.Remote);
        try
        {
            await listener.Engine.RunAsync(connection, abort);
            LogClosed(logger, listener.Protocol);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or AuthenticationException)
        {
            LogLost(logger, listener.Protocol, gone.Message);
        }
        catch (Exception fault)
        {
            metrics.Failed(listener.Protocol);
            LogFailed(logger, listener.Protocol, fault);
        }
        finally
        {
            open.Remove(connection);
            listener.Pending?.Leave(connection);
            await CloseAsync(connection, upgrade);
        }
    }

    private void Enter(MailConnection connection)
    {
        open.Add(connection);
        if (!connection.Peer.Exempt && listener.Pending?.Enter(connection) is true)
        {
            metrics.Evicted(listener.Protocol);
            LogEvicted(logger, listener.Protocol);
        }
    }

    private PeerFacts Facts(ConnectionContext context)
    {
        var remote = MailServer.Peer(context.RemoteEndPoint);
        return new PeerFacts(context.ConnectionId, remote, MailServer.Peer(context.LocalEndPoint), listener.Socket is not null || options.Exempt.Contains(remote.Address));
    }

    private static TlsFacts? TlsOf(ConnectionContext context) => context.Features.Get<ITlsHandshakeFeature>() is { } tls
        ? new TlsFacts(tls.Protocol, tls.NegotiatedCipherSuite ?? default, tls.HostName is { Length: > 0 } name ? name : null)
        {
            Certificate = context.Features.Get<ISslStreamFeature>()?.SslStream.LocalCertificate as X509Certificate2,
            ClientCertificate = context.Features.Get<ISslStreamFeature>()?.SslStream.RemoteCertificate as X509Certificate2,
        }
        : null;

    private async Task CloseAsync(MailConnection connection, StartTls? upgrade)
    {
        try
        {
            await connection.DisposeAsync();
            if (upgrade is not null)
                await upgrade.DisposeAsync();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogLost(logger, listener.Protocol, gone.Message);
        }
    }
}
