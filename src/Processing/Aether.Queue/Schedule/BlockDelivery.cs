using Aether.Protocol.Smtp;
using Aether.Queue.Local;
using Aether.Queue.Outbound;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Queue;

namespace Aether.Queue.Schedule;

/// <summary>Delivers one leased block: recipients of one domain, message by message, over one connection.</summary>
internal sealed class BlockDelivery(QueueOptions options, MailStore store, Router router, LocalCopies copies, Settlement settlement)
{
    private static readonly SmtpReply Unreadable = new(451, new(4, 3, 0), "The message can't be read");
    private static readonly SmtpReply TooSlow = new(451, new(4, 4, 1), "The destination is slow, its turn is over");

    public async Task<BlockOutcome> RunAsync(string domain, IReadOnlyList<LeasedRecipient> block, TimeProvider clock, CancellationToken ct)
    {
        await using var hop = new HopDelivery(options, router, clock);
        var settling = new List<Task>();
        try
        {
            var unreachable = await RunAsync(new Turn(domain, hop, settling, clock.GetTimestamp()), block, clock, ct);
            await hop.QuitAsync(ct);
            return unreachable ? BlockOutcome.Unreachable : BlockOutcome.Answered;
        }
        finally
        {
            await Task.WhenAll(settling);
        }
    }

    /// <returns>Whether the destination could not be reached.</returns>
    private async Task<bool> RunAsync(Turn turn, IReadOnlyList<LeasedRecipient> block, TimeProvider clock, CancellationToken ct)
    {
        SmtpReply? unreachable = null;
        bool opened = false;
        foreach (var group in block.GroupBy(recipient => recipient.Message))
        {
            if (await store.Queue.FindAsync(group.Key, ct) is not { } message)
                continue; // removed by an operator meanwhile
            var remote = await DeliverLocalAsync(turn, message, [.. group], ct);
            if (remote.Count == 0)
                continue;

            if (!opened)
                unreachable = await turn.Hop.OpenAsync(turn.Domain, ct);
            opened = true;
            if (clock.GetElapsedTime(turn.Started) > options.Lease / 3)
                unreachable ??= TooSlow;
            var results = unreachable is { } reply
                ? [.. remote.Select(recipient => new RecipientResult(recipient, reply, turn.Hop.Host.Length == 0 ? null : turn.Hop.Host))]
                : await SendAsync(turn.Hop, message, remote, ct);

            // The next message goes out while this one's outcome is committed.
            turn.Settling.Add(settlement.SettleAsync(message, results, [], ct));
        }

        return unreachable is { IsTransient: true };
    }

    /// <summary>Delivers and settles those that are ours, each on its own: a full mailbox must not hold up another.</summary>
    /// <returns>Those that are not.</returns>
    private async Task<IReadOnlyList<LeasedRecipient>> DeliverLocalAsync(Turn turn, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        List<LeasedRecipient> remote = [];
        foreach (var recipient in recipients)
        {
            if (await copies.FindAsync(message, recipient, ct) is not { } copy)
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

    private async Task<IReadOnlyList<RecipientResult>> SendAsync(HopDelivery hop, QueuedMessage message, IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        try
        {
            using var body = await store.Queue.OpenBodyAsync(message, ct);
            return await hop.SendAsync(message, body, recipients, ct);
        }
        catch (CorruptBlobException)
        {
            // What was begun on the wire must not be taken for a whole message: the connection goes without an end of data.
            await hop.DisposeAsync();
            return [.. recipients.Select(recipient => new RecipientResult(recipient, Unreadable, null))];
        }
    }

    /// <summary>One run over a block: where it goes, over what, and which outcomes are being written down.</summary>
    private sealed record Turn(string Domain, HopDelivery Hop, List<Task> Settling, long Started);
}
