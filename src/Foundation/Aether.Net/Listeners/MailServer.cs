using System.Net;
using System.Net.Sockets;
using Aether.Configuration.Schema;
using Aether.Net.Limits;
using Aether.Net.Polling;
using Aether.Net.Proxies;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Aether.Net.Listeners;

/// <summary>
/// Hangs mail listeners into Kestrel. The way of a connection: admission, TLS where it is
/// implicit, then the engine. Admission comes first so that a flood costs no handshakes.
/// </summary>
public sealed partial class MailServer(MailServerOptions options, ListenerMetrics metrics, TimeProvider clock, ILogger<MailServer> logger) : IDisposable
{
    private readonly OpenConnections open = new();
    private readonly CancellationTokenSource abort = new();

    public void Bind(KestrelServerOptions kestrel, MailListener listener)
    {
        if (listener.Socket is { } path)
            kestrel.ListenUnixSocket(UnixSocket.Prepare(path), Configure);
        else
            kestrel.Listen(new MailEndPoint(listener.Address ?? IPAddress.IPv6Any, listener.Port), Configure);

        void Configure(ListenOptions endPoint)
        {
            // With an HTTP protocol here Kestrel would offer h2 and http/1.1 by ALPN, and refuse a client that asks for "imap".
            endPoint.Protocols = HttpProtocols.None;
            if (listener.Proxies is { } proxies)
            {
                var gate = new ProxyGate(proxies, options.HandshakePatience, clock);
                endPoint.Use(next => connection => EnterAsync(listener, gate, connection, next));
            }

            endPoint.Use(next => connection => AdmitAsync(listener, connection, next));
            if (listener.StressPatience is not null)
                listener.Limits.BecameShort += open.WakeAll;
            var sessions = new SessionRunner(listener, options, open, metrics, clock, logger);
            endPoint.Run(connection => sessions.RunAsync(connection, abort.Token));
            if (endPoint.EndPoint is MailEndPoint polled)
                polled.Serve = ((IConnectionBuilder)endPoint).Build();
        }
    }

    /// <summary>Asks all sessions to end after their current command. Kestrel stops accepting by itself when the host stops.</summary>
    public void Drain()
    {
        LogDraining(logger);
        open.Drain();
    }

    /// <summary>Ends all sessions where they stand: the time for draining is over.</summary>
    public void Abort() => abort.Cancel();

    public void Dispose()
    {
        open.Dispose();
        abort.Dispose();
    }

    private async Task EnterAsync(MailListener listener, ProxyGate gate, ConnectionContext connection, ConnectionDelegate next)
    {
        if (await gate.EnterAsync(connection) is { } reason)
        {
            metrics.Refused(listener.Protocol, "proxy");
            LogNoProxy(logger, listener.Protocol, connection.RemoteEndPoint, reason);
            connection.Abort(new ConnectionAbortedException(reason));
            return;
        }

        await next(connection);
    }

    private async Task AdmitAsync(MailListener listener, ConnectionContext connection, ConnectionDelegate next)
    {
        var address = Peer(connection.RemoteEndPoint).Address;
        bool isCounted = listener.Socket is null && !options.Exempt.Contains(address);
        if (isCounted)
        {
            if (options.IsBanned(address))
            {
                metrics.Refused(listener.Protocol, "banned");
                connection.Abort(new ConnectionAbortedException("Banned."));
                return;
            }

            var outcome = listener.Limits.TryEnter(address);
            if (outcome is not AdmissionOutcome.Admitted)
            {
                await RefuseAsync(listener, connection, outcome);
                return;
            }
        }

        metrics.Accepted(listener.Protocol);
        if (listener.DeathNoticedIn is { } noticedIn)
            PeerDeath.Watch(connection, noticedIn);
        try
        {
            await next(connection);
        }
        finally
        {
            metrics.Closed(listener.Protocol);
            if (isCounted)
                listener.Limits.Leave(address);
        }
    }

    private async Task RefuseAsync(MailListener listener, ConnectionContext connection, AdmissionOutcome outcome)
    {
        metrics.Refused(listener.Protocol, outcome is AdmissionOutcome.TooMany ? "total" : "address");
        LogRefused(logger, listener.Protocol, connection.RemoteEndPoint, outcome);

        // Inside TLS the reason could only be told after a handshake, which is what a flood must not get: just close.
        if (listener.Tls is ListenerTls.Implicit)
            connection.Abort(new ConnectionAbortedException("Too many connections."));
        else
            await connection.Transport.Output.WriteAsync(listener.Busy);
    }

    /// <summary>The peer, an IPv4 one always in IPv4 notation; one at a unix socket is on this machine.</summary>
    internal static IPEndPoint Peer(EndPoint? endPoint) => endPoint is not IPEndPoint peer
        ? new IPEndPoint(endPoint is UnixDomainSocketEndPoint ? IPAddress.Loopback : IPAddress.None, 0)
        : peer.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(peer.Address.MapToIPv4(), peer.Port) : peer;
}
