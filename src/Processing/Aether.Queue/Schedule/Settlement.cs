using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Dsn;
using Aether.Queue.Outbound;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Queue;

namespace Aether.Queue.Schedule;

/// <summary>
/// Writes down what became of recipients of one message: delivered, again later, or given up with a report to the sender;
/// rows and report in one operation. RFC 5321 §4.5.4, RFC 3461 §5.
/// </summary>
internal sealed class Settlement(QueueOptions options, MailStore store, ReportWriter reports, QueueEvents events, TimeProvider clock)
{
    private static readonly SmtpReply MailboxFull = new(452, new(4, 2, 2), "The mailbox takes nothing at the moment");

    /// <param name="message">Whose recipients they are.</param>
    /// <param name="results">What was said to each.</param>
    /// <param name="copies">What is stored for local ones in the same operation.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    public async Task SettleAsync(QueuedMessage message, IReadOnlyList<RecipientResult> results, IReadOnlyList<QueueFollowUp> copies, CancellationToken ct)
    {
        if (results.Count == 0)
            return;

        var now = clock.GetUtcNow();
        var judged = new RecipientResult[results.Count];
        var outcomes = new RecipientOutcome[results.Count];
        var told = new List<ReportedRecipient>();
        for (int i = 0; i < outcomes.Length; i++)
        {
            judged[i] = Judge(message, results[i], now);
            outcomes[i] = ToOutcome(judged[i], now);
            if (ToReport(judged[i]) is { } reported)
                told.Add(reported);
        }

        var followUps = copies;
        if (await reports.WriteAsync(message, told, ct) is { } report)
            followUps = [.. copies, report];
        var settled = await store.Queue.SettleAsync(outcomes, followUps, ct);
        if (settled.Stale > 0)
        {
            events.LeaseLost(message);
        }
        else if (settled.Settled == 0)
        {
            await DeferAsync(message, results, ct); // a local copy was not taken: full, or gone meanwhile
        }
        else
        {
            for (int i = 0; i < outcomes.Length; i++)
                events.Settled(message, judged[i], outcomes[i].Retry);
        }
    }

    private async Task DeferAsync(QueuedMessage message, IReadOnlyList<RecipientResult> results, CancellationToken ct)
    {
        if (results.Any(result => result.Reply == MailboxFull))
            return; // the lease's end brings it back
        foreach (var result in results)
            await SettleAsync(message, [result with { Reply = MailboxFull }], [], ct);
    }

    private static RecipientResult Judge(QueuedMessage message, RecipientResult result, DateTimeOffset now)
    {
        if (!result.Reply.IsTransient || now < message.Expires)
            return result;

        // RFC 3463 §3.5: X.4.7, delivery time expired; what was said last stays readable.
        return result with { Reply = new SmtpReply(554, new(5, 4, 7), $"Gave up after many attempts, the last answer was: {result.Reply}") };
    }

    private RecipientOutcome ToOutcome(RecipientResult result, DateTimeOffset now)
    {
        DateTimeOffset? retry = result.Reply.IsTransient ? now + Backoff.After(result.Recipient.Attempts + 1, options, Random.Shared.NextDouble()) : null;
        return new RecipientOutcome(result.Recipient.Id, result.Recipient.Lease, retry, result.Host is { } host ? $"{host}: {result.Reply}" : result.Reply.ToString());
    }

    /// <summary>RFC 3461 §4.1: failures unless NOTIFY leaves them out, success only if it is asked for.</summary>
    private static ReportedRecipient? ToReport(RecipientResult result)
    {
        var recipient = result.Recipient.Recipient;
        bool asked = DsnNotifyGrammar.TryParse(Encoding.ASCII.GetBytes(recipient.Notify ?? ""), out var notify);

        if (result.Reply.IsPermanent)
            return !asked || notify.HasFlag(DsnNotify.Failure) ? new ReportedRecipient(recipient, ReportAction.Failed, result.Reply, result.Host) : null;
        if (result.Reply.IsTransient || !notify.HasFlag(DsnNotify.Success) || result.Reports is ReportDuty.Theirs)
            return null;
        return new ReportedRecipient(recipient, result.Host is null ? ReportAction.Delivered : ReportAction.Relayed, result.Reply, result.Host);
    }
}
