using System.Net;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>A greeted session with a remote server, ready for transactions. RFC 5321 §3.1, §3.2, RFC 3207.</summary>
internal sealed class OutboundSession : IAsyncDisposable
{
    private readonly QueueOptions options;

    private OutboundSession(OutboundConnection connection, QueueOptions options) => (Connection, this.options) = (connection, options);

    public OutboundConnection Connection { get; }

    public ServerExtensions Extensions { get; private set; } = ServerExtensions.None;

    /// <exception cref="OutboundFailure">This address can't be used now.</exception>
    public static async Task<OutboundSession> OpenAsync(NextHop hop, IPAddress address, QueueOptions options, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            return await OpenAsync(hop, hop.Tls, new IPEndPoint(address, hop.Port), options, clock, ct);
        }
        catch (TlsOfferedButBroken) when (hop.Tls is TlsPolicy.Opportunistic)
        {
            // RFC 7435 §3: some protection if possible, delivery in any case.
            return await OpenAsync(hop, TlsPolicy.None, new IPEndPoint(address, hop.Port), options, clock, ct);
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

    private static async Task<OutboundSession> OpenAsync(NextHop hop, TlsPolicy tls, IPEndPoint remote, QueueOptions options, TimeProvider clock, CancellationToken ct)
    {
        var session = new OutboundSession(await OutboundConnection.DialAsync(remote, options.Outbound, clock, ct), options);
        try
        {
            if (tls is TlsPolicy.Implicit)
                await session.Connection.UpgradeAsync(hop.Host, tls, ct);
            await session.GreetAsync(ct);
            if (tls is TlsPolicy.Opportunistic or TlsPolicy.Required)
                await session.StartTlsAsync(hop.Host, tls, ct);
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
        var ehlo = await Connection.AskAsync("EHLO " + options.Hostname, options.Outbound.CommandTimeout, ct);
        Extensions = ehlo.Code == 250 ? ServerExtensions.Parse(ehlo) : ServerExtensions.None;
        if (ehlo.Code == 250)
            return;

        // RFC 5321 §3.2: a server that knows no EHLO is asked by HELO.
        var helo = ehlo.IsPermanent ? await Connection.AskAsync("HELO " + options.Hostname, options.Outbound.CommandTimeout, ct) : ehlo;
        if (helo.Code != 250)
            throw new OutboundFailure(Deferred(helo));
    }

    private async ValueTask StartTlsAsync(string host, TlsPolicy tls, CancellationToken ct)
    {
        if (!Extensions.StartTls)
        {
            if (tls is TlsPolicy.Required)
                throw OutboundFailure.Tls("TLS is required, and the server does not offer it");
            return;
        }

        var reply = await Connection.AskAsync("STARTTLS", options.Outbound.CommandTimeout, ct);
        try
        {
            if (reply.Code != 220)
                throw OutboundFailure.Tls("The server offers STARTTLS and refuses it");
            await Connection.UpgradeAsync(host, tls, ct);
            await HelloAsync(ct);
        }
        catch (OutboundFailure failure) when (tls is TlsPolicy.Opportunistic)
        {
            throw new TlsOfferedButBroken(failure);
        }
    }

    // A refusal of the session says nothing about the message: another host, or another time, may take it.
    private static SmtpReply Deferred(SmtpReply reply) => reply.IsPermanent ? new SmtpReply(451, new(4, 3, 0), [.. reply.Lines]) : reply;
}
