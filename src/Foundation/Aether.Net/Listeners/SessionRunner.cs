using System.IO.Pipelines;
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
    private readonly Action<MailConnection>? loggedIn = listener.Pending is { } pending ? pending.Leave : null;
    private readonly TlsUpgrade? upgrade = listener.Tls is ListenerTls.None ? null : new TlsSide(options.Tls, options.HandshakePatience, clock).UpgradeAsync;

    public async Task RunAsync(ConnectionContext context, CancellationToken abort)
    {
        var peer = Facts(context);
        using var scope = logger.BeginScope(new SessionScope(peer.SessionId));
        MailConnection? connection = null;
        try
        {
            connection = Open(context, peer, listener.Tls is ListenerTls.Implicit ? await upgrade!(context.Transport, abort) : (context.Transport, null));
            if (!listener.Engine.BeginsAtOnce)
                await MailConnection.Leave();
            Enter(connection);
            if (!listener.Engine.BeginsAtOnce)
                connection.Socket?.Spread();
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
            if (connection is not null)
                await LeaveAsync(connection);
        }
    }

    private MailConnection Open(ConnectionContext context, PeerFacts peer, (IDuplexPipe Pipe, TlsFacts? Tls) side) =>
        new(side.Pipe, peer, side.Tls, upgrade, clock, open.Draining)
        {
            Socket = (context.Transport as PolledPipe)?.Socket,
            RequiresTls = listener.Tls is ListenerTls.Required,
            Stress = StressOf(peer),
            LoggedIn = loggedIn,
        };

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

        LogOpened(logger, listener.Protocol, connection.Peer.Remote);
    }

    private PeerFacts Facts(ConnectionContext context)
    {
        var remote = MailServer.Peer(context.RemoteEndPoint);
        return new PeerFacts(context.ConnectionId, remote, MailServer.Peer(context.LocalEndPoint), listener.Socket is not null || options.Exempt.Contains(remote.Address));
    }

    private async Task LeaveAsync(MailConnection connection)
    {
        open.Remove(connection);
        listener.Pending?.Leave(connection);
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception gone) // the peer has left, or has broken TLS, which .NET tells by a type without a public name
        {
            LogLost(logger, listener.Protocol, gone.Message);
        }
    }
}
