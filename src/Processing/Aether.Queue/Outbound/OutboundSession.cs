using System.Net;
using System.Net.Sockets;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Outbound;

/// <summary>A greeted session with a remote server, ready for transactions. RFC 5321 §3.1, §3.2, RFC 3207.</summary>
internal sealed class OutboundSession : IAsyncDisposable
{
    private readonly QueueOptions options;
    private readonly NextHop hop;
    private readonly string hello;
    private readonly TlsSight sight;

    private OutboundSession(OutboundConnection connection, NextHop hop, string hello, TlsSight sight, QueueOptions options) =>
        (Connection, this.hop, this.hello, this.sight, this.options) = (connection, hop, hello, sight, options);

    public OutboundConnection Connection { get; }

    /// <summary>One reply for each recipient behind the content. RFC 2033 §4.2.</summary>
    public bool IsLmtp => hop.IsLmtp;

    /// <summary>A transaction was begun and not brought to its end: RSET comes before the next.</summary>
    public bool IsMidway { get; set; }

    /// <summary>Carried so far.</summary>
    public int Messages { get; set; }

    public ServerExtensions Extensions { get; private set; } = ServerExtensions.None;

    /// <param name="hop">Whom to talk to.</param>
    /// <param name="address">One of its addresses; of no account with a unix socket.</param>
    /// <param name="from">Our address and name; null: as the system chooses, and our own name.</param>
    /// <param name="sight">Told what is seen of its encryption.</param>
    /// <param name="options">Names and times.</param>
    /// <param name="clock">Measures them.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    /// <exception cref="OutboundFailure">This address can't be used now.</exception>
    public static async Task<OutboundSession> OpenAsync(NextHop hop, IPAddress address, SourceAddress? from, TlsSight sight, QueueOptions options, TimeProvider clock, CancellationToken ct)
    {
        EndPoint remote = hop.Socket is { } path ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(address, hop.Port);
        try
        {
            return await OpenAsync(hop, remote, from, sight, options, clock, ct);
        }
        catch (TlsOfferedButBroken) when (hop.Tls is TlsPolicy.Opportunistic)
        {
            // RFC 7435 §3: some protection if possible, delivery in any case.
            return await OpenAsync(hop with { Tls = TlsPolicy.None }, remote, from, sight, options, clock, ct);
        }
    }

    /// <summary>Says goodbye, without much waiting for the answer.</summary>
    public async ValueTask QuitAsync(CancellationToken ct)
    {
        try
        {
            await Connection.AskAsync("QUIT", options.Outbound.QuitTimeout, ct);
        }
        catch (OutboundFailure)
        {
            // All that mattered has been said.
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static async Task<OutboundSession> OpenAsync(NextHop hop, EndPoint remote, SourceAddress? from, TlsSight sight, QueueOptions options, TimeProvider clock, CancellationToken ct)
    {
        var connection = await OutboundConnection.DialAsync(remote, from?.Address, options.Outbound, clock, ct);
        var session = new OutboundSession(connection, hop, from?.Hello ?? options.Hostname, sight, options);
        (sight.Local, sight.Remote) = (connection.Local, connection.Remote);
        try
        {
            if (hop.Tls is TlsPolicy.Implicit)
                await connection.UpgradeAsync(hop, sight, ct);
            await session.GreetAsync(ct);
            if (hop.Tls is not (TlsPolicy.None or TlsPolicy.Implicit))
                await session.StartTlsAsync(ct);
            if (hop.User is { } user)
                await new OutboundLogin(session, options).RunAsync(user, hop.Password?.Reveal() ?? "", ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async ValueTask GreetAsync(CancellationToken ct)
    {
        var greeting = await Connection.ReadReplyAsync(options.Outbound.GreetingTimeout, ct);
        if (greeting.Code != 220)
            throw new OutboundFailure(Deferred(greeting));
        await HelloAsync(ct);
    }

    private async ValueTask HelloAsync(CancellationToken ct)
    {
        var ehlo = await Connection.AskAsync((hop.IsLmtp ? "LHLO " : "EHLO ") + hello, options.Outbound.CommandTimeout, ct);
        Extensions = ehlo.Code == 250 ? ServerExtensions.Parse(ehlo) : ServerExtensions.None;
        if (ehlo.Code == 250)
            return;
        if (hop.IsLmtp)
            throw new OutboundFailure(Deferred(ehlo)); // RFC 2033 §4.1: there is nothing else to say

        // RFC 5321 §3.2: a server that knows no EHLO is asked by HELO.
        var helo = ehlo.IsPermanent ? await Connection.AskAsync("HELO " + hello, options.Outbound.CommandTimeout, ct) : ehlo;
        if (helo.Code != 250)
            throw new OutboundFailure(Deferred(helo));
    }

    private async ValueTask StartTlsAsync(CancellationToken ct)
    {
        if (!Extensions.StartTls)
        {
            sight.NotOffered();
            if (hop.Tls is not TlsPolicy.Opportunistic)
                throw OutboundFailure.Tls("TLS is required, and the server does not offer it");
            return;
        }

        var reply = await Connection.AskAsync("STARTTLS", options.Outbound.CommandTimeout, ct);
        try
        {
            if (reply.Code != 220)
            {
                sight.Blame(TlsResultType.ValidationFailure, "STARTTLS is offered and refused");
                throw OutboundFailure.Tls("The server offers STARTTLS and refuses it");
            }

            await Connection.UpgradeAsync(hop, sight, ct);
            await HelloAsync(ct);
        }
        catch (OutboundFailure failure) when (hop.Tls is TlsPolicy.Opportunistic)
        {
            throw new TlsOfferedButBroken(failure);
        }
    }

    // A refusal of the session says nothing about the message: another host, or another time, may take it.
    private static SmtpReply Deferred(SmtpReply reply) => reply.IsPermanent ? new SmtpReply(451, new(4, 3, 0), [.. reply.Lines]) : reply;
}
