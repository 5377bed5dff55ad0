using System.Net;
using Aether.Protocol.Smtp;
using Aether.Queue.Policies;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage.Blobs;
using Aether.Storage.Queue;
using Aether.Validation.MtaSts;

namespace Aether.Queue.Outbound;

/// <summary>
/// Delivers recipients that go the same way: host after host, address after address, until each recipient has an answer.
/// The connection is kept for all messages of the block. RFC 5321 §5.1.
/// </summary>
internal sealed class HopDelivery(HopNeeds needs, QueueOptions options, Router router, Hops others, TimeProvider clock) : IAsyncDisposable
{
    private static readonly SmtpReply Still = new(451, new(4, 3, 2), "Deliveries to the host stand still");
    private static readonly SmtpReply NoSource = new(451, new(4, 4, 4), "No address of the source pool reaches the host");
    private readonly SourcePool? source = needs.Rule?.Source ?? options.Routing.Source;
    private OutboundSession? session;
    private SessionPlace? place;
    private bool isUsed;
    private string host = "";

    /// <summary>Where the block goes, as reports and the log name it.</summary>
    public string Host => host;

    public HopState State { get; private set; } = HopState.Closed;

    /// <summary>Opens a session with the first host that takes one.</summary>
    /// <returns>Null when it is open; else what to write down for all recipients.</returns>
    public async Task<SmtpReply?> OpenAsync(CancellationToken ct)
    {
        var route = await router.FindAsync(needs.Domain, needs.Rule, ct);
        if (route.Failure is { } failure)
        {
            State = failure.IsTransient ? HopState.Unreachable : HopState.Closed;
            return failure;
        }

        var hops = route.Hops.Where(hop => !others.Stands(hop.Host)).ToArray();
        if (hops.Length == 0)
            return Still; // nobody was asked: the destination is not to blame
        State = HopState.Unreachable;
        long started = clock.GetTimestamp();
        SmtpReply last = new(451, new(4, 4, 4), "No host of the domain has a usable address");
        var policy = needs.IsReport ? null : await others.Policies.FindAsync(needs.Domain, needs.Rule, ct);
        foreach (var named in hops)
        {
            var (hop, refusal) = await SecureAsync(named, (route.IsAuthentic, policy), ct);
            if (refusal is not null)
            {
                if (!ReferenceEquals(refusal, TransportPolicies.NoRequireTls))
                    others.Outcomes.NoteRefusal(needs.Domain, hop, policy);
                (host, last) = (hop.Host, refusal);
                continue;
            }

            place = new SessionPlace(hop, source, needs.RequireTls);
            if (await others.Sessions.TakeAsync(place) is { } waiting)
            {
                (session, isUsed, host, State) = (waiting, true, hop.Host, HopState.Open);
                return null;
            }

            foreach (var address in await AddressesAsync(hop, ct))
            {
                if (clock.GetElapsedTime(started) > options.Outbound.SearchTimeout)
                    return last;
                if (await TryAsync(hop, policy, address, ct) is not { } reply)
                    return null;
                last = reply;
            }
        }

        if (ReferenceEquals(last, TransportPolicies.NoRequireTls))
            State = HopState.Closed;
        return last;
    }

    /// <summary>Sends one message over the open session.</summary>
    /// <returns>One result a recipient. A connection that breaks leaves those without an answer to the next attempt, and the block without a session.</returns>
    public async Task<IReadOnlyList<RecipientResult>> SendAsync(QueuedMessage message, BodyReader body, IReadOnlyList<LeasedRecipient> recipients, LeaseWatch leases, CancellationToken ct)
    {
        var results = new List<RecipientResult>(recipients.Count);
        while (results.Count < recipients.Count)
        {
            var profile = others.ProfileOf(needs.Domain, host);
            await RenewAsync(profile, ct);
            int most = Math.Min(Math.Min(session?.Extensions.MaxRecipients ?? int.MaxValue, profile?.RecipientsPerMessage ?? int.MaxValue), recipients.Count - results.Count); // RFC 9422 §4.2
            results.AddRange(await SendPartAsync(message, body, [.. recipients.Skip(results.Count).Take(most)], leases, ct));
        }

        return results;
    }

    /// <summary>A connection that has carried all it may is ended, and another one opened.</summary>
    private async Task RenewAsync(ShapingProfile? profile, CancellationToken ct)
    {
        if (profile is null || session is not { } used || used.Messages < profile.MessagesPerConnection)
            return;
        await used.QuitAsync(ct);
        await CloseAsync();
        await OpenAsync(ct); // where that fails, what follows finds no session and is put off
    }

    /// <summary>Leaves the session to others, or ends it as a good guest does.</summary>
    public async ValueTask LeaveAsync(CancellationToken ct)
    {
        if (session is not { } open)
            return;
        session = null;
        if (others.ProfileOf(needs.Domain, host) is { } profile && open.Messages >= profile.MessagesPerConnection)
        {
            await open.QuitAsync(ct);
            await open.DisposeAsync();
            return;
        }

        await others.Sessions.GiveBackAsync(place!, open, ct);
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask<(NextHop Hop, SmtpReply? Refusal)> SecureAsync(NextHop named, (bool IsAuthentic, StsPolicy? Policy) route, CancellationToken ct)
    {
        if (needs.IsReport)
            return (named, null);
        var (hop, refusal) = await others.Policies.SecureAsync(named, route, needs.RequireTls, ct);

        // RFC 8689 §4.2.2: what is published is looked at, for the report of it, and nothing fails.
        return needs.IsTlsOptional ? (hop with { Tls = named.Tls }, null) : (hop, refusal);
    }

    /// <returns>Null when a session is open.</returns>
    private async Task<SmtpReply?> TryAsync(NextHop hop, StsPolicy? policy, IPAddress address, CancellationToken ct)
    {
        var sight = new TlsSight();
        host = hop.Host;
        if (!SourceChoice.TryChoose(hop.Socket is null ? source : null, address, Random.Shared.NextDouble(), out var from))
            return NoSource;
        try
        {
            session = await OutboundSession.OpenAsync(hop, address, from, sight, options, clock, ct);
        }
        catch (OutboundFailure unusable)
        {
            if (unusable.Reply.Code == 421)
                State = HopState.Busy;
            return unusable.Reply;
        }
        finally
        {
            if (!needs.IsReport)
                others.Outcomes.Note(needs.Domain, hop, policy, sight);
        }

        if (needs.RequireTls && !session.Extensions.RequireTls)
        {
            await session.QuitAsync(ct);
            await CloseAsync();
            return TransportPolicies.NoRequireTls; // RFC 8689 §4.2.1: another host may know it
        }

        (isUsed, State) = (false, HopState.Open);
        return null;
    }

    private async Task<IReadOnlyList<RecipientResult>> SendPartAsync(QueuedMessage message, BodyReader body, IReadOnlyList<LeasedRecipient> recipients, LeaseWatch leases, CancellationToken ct)
    {
        if (session is not { } open)
            return Same(recipients, new SmtpReply(451, new(4, 4, 2), "The connection broke before this message"));
        var transaction = new OutboundTransaction(open, message, body, leases, options, clock);
        try
        {
            var replies = await transaction.RunAsync(recipients, ct);
            open.Messages++;
            if (replies.Any(reply => reply.Code == 421))
                await CloseAsync(); // RFC 5321 §3.8: the server is about to close
            else
                isUsed = false;
            var duty = open.Extensions.Dsn ? ReportDuty.Theirs : ReportDuty.Ours;
            return [.. recipients.Zip(replies, (recipient, reply) => new RecipientResult(recipient, reply, host, duty) { IsEncrypted = open.Connection.IsEncrypted })];
        }
        catch (OutboundFailure broken)
        {
            await CloseAsync();

            // A session that had waited may have been given up over there meanwhile: that says nothing about the message.
            if (isUsed && !transaction.WasHeard && await OpenAsync(ct) is null)
                return await SendPartAsync(message, body, recipients, leases, ct);
            return Same(recipients, broken.Reply);
        }
    }

    private async ValueTask<IReadOnlyList<IPAddress>> AddressesAsync(NextHop hop, CancellationToken ct) =>
        hop.Socket is null ? await router.AddressesAsync(hop, ct) : [IPAddress.Loopback];

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
