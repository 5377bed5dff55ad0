using Aether.Protocol.Smtp;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage.Blobs;
using Aether.Storage.Queue;

namespace Aether.Queue.Outbound;

/// <summary>
/// Delivers a block of recipients of one domain: host after host, address after address, until each recipient has an answer.
/// The connection is kept for all messages of the block. RFC 5321 §5.1.
/// </summary>
internal sealed class HopDelivery(QueueOptions options, Router router, TimeProvider clock) : IAsyncDisposable
{
    private OutboundSession? session;
    private string host = "";

    /// <summary>Where the block goes, as reports and the log name it.</summary>
    public string Host => host;

    /// <summary>Opens a session with the first host that takes one.</summary>
    /// <returns>Null when it is open; else what to write down for all recipients.</returns>
    public async Task<SmtpReply?> OpenAsync(string domain, CancellationToken ct)
    {
        var route = await router.FindAsync(domain, ct);
        if (route.Failure is { } failure)
            return failure;

        long started = clock.GetTimestamp();
        SmtpReply last = new(451, new(4, 4, 4), "No host of the domain has a usable address");
        foreach (var hop in route.Hops)
        {
            foreach (var address in await router.AddressesAsync(hop, ct))
            {
                if (clock.GetElapsedTime(started) > options.Outbound.SearchTimeout)
                    return last;
                try
                {
                    session = await OutboundSession.OpenAsync(hop, address, options, clock, ct);
                    host = hop.Host;
                    return null;
                }
                catch (OutboundFailure unusable)
                {
                    last = unusable.Reply;
                    host = hop.Host;
                }
            }
        }

        return last;
    }

    /// <summary>Sends one message over the open session.</summary>
    /// <returns>One result a recipient. A connection that breaks leaves those without an answer to the next attempt, and the block without a session.</returns>
    public async Task<IReadOnlyList<RecipientResult>> SendAsync(QueuedMessage message, BodyReader body, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        if (session is null)
            return Same(recipients, new SmtpReply(451, new(4, 4, 2), "The connection broke before this message"));
        try
        {
            var replies = await new OutboundTransaction(session, message, body, options).RunAsync(recipients, ct);
            var duty = session.Extensions.Dsn ? ReportDuty.Theirs : ReportDuty.Ours;
            if (replies.Any(reply => reply.Code == 421))
                await CloseAsync(); // RFC 5321 §3.8: the server is about to close
            return [.. recipients.Zip(replies, (recipient, reply) => new RecipientResult(recipient, reply, host, duty))];
        }
        catch (OutboundFailure broken)
        {
            await CloseAsync();
            return Same(recipients, broken.Reply);
        }
    }

    /// <summary>Ends the session as a good guest does.</summary>
    public async ValueTask QuitAsync(CancellationToken ct)
    {
        if (session is not null)
            await session.QuitAsync(ct);
        await CloseAsync();
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (session is { } open)
        {
            session = null;
            await open.DisposeAsync();
        }
    }

    private IReadOnlyList<RecipientResult> Same(IReadOnlyList<LeasedRecipient> recipients, SmtpReply reply) =>
        [.. recipients.Select(recipient => new RecipientResult(recipient, reply, host.Length == 0 ? null : host))];
}
