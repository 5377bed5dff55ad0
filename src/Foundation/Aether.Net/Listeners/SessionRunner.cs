using System.Security.Authentication;
using Aether.Configuration.Schema;
using Aether.Net.Connections;
using Aether.Net.Polling;
using Aether.Net.Upgrade;
using Microsoft.AspNetCore.Connections;
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
        var socket = context.Features.Get<PolledSocket>();
        var tls = listener.Tls is ListenerTls.None ? null : new TlsSide(options.Tls, options.HandshakePatience, clock, socket);
        try
        {
            var (pipe, agreed) = listener.Tls is ListenerTls.Implicit ? await tls!.UpgradeAsync(context.Transport, abort) : (context.Transport, null);
            if (!listener.Engine.BeginsAtOnce)
                await MailConnection.Leave();
            await ServeAsync(new MailConnection(pipe, peer, agreed, agreed is null && tls is not null ? tls.UpgradeAsync : null, clock, open.Draining)
            {
                Socket = socket,
                RequiresTls = listener.Tls is ListenerTls.Required,
                Stress = StressOf(peer),
            }, abort);
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
            if (tls is not null)
                await tls.DisposeAsync();
        }
    }

    private async Task ServeAsync(MailConnection connection, CancellationToken abort)
    {
        connection.LoggedIn += () => listener.Pending?.Leave(connection);
        Enter(connection);
        LogOpened(logger, listener.Protocol, connection.Peer.Remote);
        try
        {
            if (!listener.Engine.BeginsAtOnce)
                connection.Socket?.Spread();
            await listener.Engine.RunAsync(connection, abort);
        }
        finally
        {
            open.Remove(connection);
            listener.Pending?.Leave(connection);
            await CloseAsync(connection);
        }
    }

    private Func<TimeSpan, TimeSpan>? StressOf(PeerFacts peer) =>
        peer.Exempt || listener.StressPatience is not { } most ? null : patience => listener.Limits.IsShort && most < patience ? most : patience;

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

    private async Task CloseAsync(MailConnection connection)
    {
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogLost(logger, listener.Protocol, gone.Message);
        }
    }
}
