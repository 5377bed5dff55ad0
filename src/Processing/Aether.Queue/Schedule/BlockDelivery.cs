using Aether.Protocol.Smtp;
using Aether.Queue.Local;
using Aether.Queue.Outbound;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Queue;
using Aether.Storage.Suppressions;

namespace Aether.Queue.Schedule;

/// <summary>Delivers one leased block: recipients of one domain, message by message, over one connection for each way they go.</summary>
internal sealed class BlockDelivery(QueueOptions options, MailStore store, Router router, LocalCopies copies, Hops hops, Settlement settlement, TimeProvider clock)
{
    private static readonly SmtpReply Unreadable = new(451, new(4, 3, 0), "The message can't be read");
    private static readonly SmtpReply TooSlow = new(451, new(4, 4, 1), "The destination is slow, its turn is over");
    private static readonly SmtpReply Discarded = new(250, new(2, 0, 0), "Discarded by a route");
    private static readonly SmtpReply Shaped = new(451, new(4, 3, 2), "The provider's share of the minute is used up");
    private static readonly SmtpReply HeldByRule = new(451, new(4, 7, 1), "Held by a route until it is released");
    private static readonly SmtpReply UnreadableRow = new(451, new(4, 3, 0), "Held: its envelope can't be read");
    private static readonly SmtpReply Silent = new(451, new(4, 4, 1), "The destination could not be reached lately");

    /// <param name="turn">What is known of the destination as the block begins.</param>
    /// <param name="block">Its recipients.</param>
    /// <param name="ct">Fires when the lease ends or the server stops at once.</param>
    public async Task<BlockOutcome> RunAsync(BlockTurn turn, IReadOnlyList<LeasedRecipient> block, CancellationToken ct)
    {
        try
        {
            foreach (var group in block.GroupBy(recipient => recipient.Message))
            {
                if (await store.Queue.FindAsync(group.Key, ct) is not { } message)
                    continue; // removed by an operator meanwhile
                if (message.Envelope.IsDamaged)
                {
                    await HoldAsync(turn, message, [.. group], UnreadableRow, ct);
                    continue;
                }

                var remote = await DeliverLocalAsync(turn, message, [.. group], ct);
                if (remote.Count > 0)
                    await DeliverRemoteAsync(turn, message, remote, ct);
            }

            foreach (var hop in turn.Hops.Values)
                await hop.LeaveAsync(ct);
            return turn.Outcome;
        }
        finally
        {
            await Task.WhenAll(turn.Settling);
            foreach (var hop in turn.Hops.Values)
                await hop.DisposeAsync();
        }
    }

    /// <summary>Delivers and settles those that are ours, each on its own: a full mailbox must not hold up another.</summary>
    /// <returns>Those that are not.</returns>
    private async Task<IReadOnlyList<LeasedRecipient>> DeliverLocalAsync(BlockTurn turn, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        List<LeasedRecipient> remote = [];
        foreach (var recipient in recipients)
        {
            if (turn.OverrideOf(recipient.Recipient) is { } elsewhere && (elsewhere.Rule is not null || elsewhere.Verdict is not null))
            {
                if (elsewhere.Verdict is { } verdict)
                    turn.Settling.Add(settlement.SettleAsync(message, [new RecipientResult(recipient, verdict, null)], [], ct));
                else
                    remote.Add(recipient);
            }
            else if (await copies.FindAsync(message, recipient, ct) is not { } copy)
                remote.Add(recipient);
            else
                turn.Settling.Add(SettleLocalAsync(message, copy, ct));
        }

        return remote;
    }

    private async Task SettleLocalAsync(QueuedMessage message, LocalCopy copy, CancellationToken ct)
    {
        var result = copy.Result;
        IReadOnlyList<QueueFollowUp> stored = [];
        try
        {
            if (copy.Plan is { } plan)
                stored = [new QueueFollowUp(await copies.ReopenAsync(message, ct), plan)];
        }
        catch (CorruptBlobException)
        {
            result = result with { Reply = Unreadable }; // case R08: it stays listed, and others go on
        }

        await settlement.SettleAsync(message, [result], stored, ct);
    }

    private async Task DeliverRemoteAsync(BlockTurn turn, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        recipients = await LeaveOutSuppressedAsync(turn, message, recipients, ct);
        if (recipients.Count == 0)
            return;
        var headers = router.Table.WantsHeaders ? await ReadHeadersAsync(message, ct) : [];
        var age = clock.GetUtcNow() - message.Created;
        foreach (var way in recipients.GroupBy(recipient => WayOf(turn, message, recipient, (age, headers))))
        {
            IReadOnlyList<LeasedRecipient> together = [.. way];
            if (way.Key?.Action is RouteAction.Hold)
            {
                await HoldAsync(turn, message, together, HeldByRule, ct);
                continue;
            }

            var results = way.Key?.Action is RouteAction.Discard
                ? [.. together.Select(recipient => new RecipientResult(recipient, Discarded, null))]
                : await SendAsync(turn, NeedsOf(turn, way.Key, message), message, together, ct);

            // The next message goes out while this one's outcome is committed.
            turn.Settling.Add(settlement.SettleAsync(message, results, [], ct));
        }
    }

    // RFC 8689 §5: a report of failure asks for REQUIRETLS where that is known, and is not lost for it. What nobody sent and may go without TLS is a report of sessions.
    private static HopNeeds NeedsOf(BlockTurn turn, RouteRule? rule, QueuedMessage message) => new(turn.Domain, rule, message.Envelope.RequireTls && message.Sender.Length > 0)
    {
        IsTlsOptional = message.Envelope.TlsOptional,
        IsReport = message.Envelope.TlsOptional && message.Sender.Length == 0,
    };

    private RouteRule? WayOf(BlockTurn turn, QueuedMessage message, LeasedRecipient recipient, (TimeSpan Age, IReadOnlyList<string> Headers) known)
    {
        var elsewhere = turn.OverrideOf(recipient.Recipient);
        var facts = new RouteFacts(turn.Domain, recipient.Recipient.Address, message.Sender, message.Size, message.Priority, recipient.Attempts, known.Age, known.Headers);
        return elsewhere?.Rule ?? router.Table.Find(facts with { IsReleased = elsewhere is not null });
    }

    /// <summary>What is held while it is under way stays when it comes back; once released, no rule holds it again.</summary>
    private async Task HoldAsync(BlockTurn turn, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, SmtpReply why, CancellationToken ct)
    {
        foreach (var recipient in recipients)
        {
            var which = new QueueFilter { Message = message.Id, Recipient = recipient.Recipient.Address };
            await store.Queue.ChangeAsync(new QueueChange(which) { State = RecipientState.Held, Route = RouteOverride.Released }, ct);
        }

        turn.Settling.Add(settlement.SettleAsync(message, [.. recipients.Select(recipient => new RecipientResult(recipient, why, null))], [], ct));
    }

    /// <returns>Those that may be tried.</returns>
    private async Task<IReadOnlyList<LeasedRecipient>> LeaveOutSuppressedAsync(BlockTurn turn, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        var found = await store.Suppressions.FindAsync([.. recipients.Select(recipient => recipient.Recipient.Address)], ct);
        if (found.Count == 0)
            return recipients;
        var byAddress = found.ToDictionary(suppression => suppression.Address, StringComparer.OrdinalIgnoreCase);
        var refused = recipients.Where(recipient => byAddress.ContainsKey(recipient.Recipient.Address)).ToList();
        turn.Settling.Add(settlement.SettleAsync(message, [.. refused.Select(recipient => new RecipientResult(recipient, Suppressed(byAddress[recipient.Recipient.Address]), null))], [], ct));
        return [.. recipients.Except(refused)];
    }

    private static SmtpReply Suppressed(Suppression suppression) =>
        new(550, new(5, 7, 1), $"The address is not sent to until {suppression.Until.UtcDateTime:yyyy-MM-dd}: {suppression.Reason}");

    private async Task<IReadOnlyList<RecipientResult>> SendAsync(BlockTurn turn, HopNeeds needs, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        if (!turn.Hops.TryGetValue(needs, out var hop))
            turn.Hops[needs] = hop = hops.New(needs, router, clock);
        if (!turn.Refusals.TryGetValue(needs, out var refusal))
        {
            if (turn.Silence is { } until && needs.Rule is null)
                return [.. recipients.Select(recipient => new RecipientResult(recipient, Silent, null) { NotBefore = until })];
            turn.Refusals[needs] = refusal = await hop.OpenAsync(ct);
            turn.Note(hop.State, refusal);
            if (refusal is null)
                turn.Destinations.Learn(turn.Domain, hop.Host);
        }

        if (clock.GetElapsedTime(turn.Started) > options.Lease / 3)
            refusal ??= TooSlow;
        if (refusal is { } reply)
        {
            bool crowded = hop.State is HopState.Busy && turn.Destinations.HasOthers(turn.Domain);
            return [.. recipients.Select(recipient => new RecipientResult(recipient, reply, hop.Host.Length == 0 ? null : hop.Host) { IsCrowdedOut = crowded })];
        }

        if (!await WaitAsync(turn, ct))
            return [.. recipients.Select(recipient => new RecipientResult(recipient, Shaped, null) { IsCrowdedOut = true })];
        if (await SendAsync(turn.Leases, hop, message, recipients, ct) is { } results)
            return results;

        // What was begun on the wire must not be taken for a whole message: the connection goes without an end of data, and the next
        // message opens another.
        await hop.DisposeAsync();
        turn.Refusals.Remove(needs);
        return [.. recipients.Select(recipient => new RecipientResult(recipient, Unreadable, null))];
    }

    /// <summary>Waits until the provider's share of the minute has room; what would take most of the lease comes back later.</summary>
    private async Task<bool> WaitAsync(BlockTurn turn, CancellationToken ct)
    {
        var wait = turn.Destinations.TakeMessage(turn.Domain);
        if (wait <= TimeSpan.Zero)
            return true;
        if (wait + clock.GetElapsedTime(turn.Started) > options.Lease / 3)
        {
            turn.Destinations.ReturnMessage(turn.Domain);
            return false;
        }

        await Task.Delay(wait, clock, ct);
        return true;
    }

    /// <returns>Null: the message can't be read to its end (case R08).</returns>
    private async Task<IReadOnlyList<RecipientResult>?> SendAsync(LeaseWatch leases, HopDelivery hop, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        try
        {
            using var body = await store.Queue.OpenBodyAsync(message, ct);
            if (options.Returns.VerpOf(message.Sender, recipients[0].Recipient.Address) is null)
                return await hop.SendAsync(message, body, recipients, leases, ct);

            var results = new List<RecipientResult>(recipients.Count);
            foreach (var recipient in recipients)
            {
                string sender = options.Returns.VerpOf(message.Sender, recipient.Recipient.Address) ?? message.Sender;
                results.AddRange(await hop.SendAsync(message with { Sender = sender }, body, [recipient], leases, ct));
            }

            return results;
        }
        catch (CorruptBlobException)
        {
            return null;
        }
    }

    private async ValueTask<IReadOnlyList<string>> ReadHeadersAsync(QueuedMessage message, CancellationToken ct)
    {
        try
        {
            using var body = await store.Queue.OpenBodyAsync(message, ct);
            return await HeaderLines.ReadAsync(body, ct);
        }
        catch (CorruptBlobException)
        {
            return []; // what follows finds it again, and says so
        }
    }
}
