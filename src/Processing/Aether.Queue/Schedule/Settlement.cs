using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Dsn;
using Aether.Queue.Outbound;
using Aether.Queue.Replies;
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
    private static readonly TimeSpan CrowdedWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly RetryTable retries = new(options);

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
            var reported = ToReport(message, judged[i], now);
            outcomes[i] = ToOutcome(message, judged[i], now) with { TellsDelay = reported is { Action: ReportAction.Delayed } };
            if (reported is not null)
                told.Add(reported);
        }

        var followUps = copies;
        if (await reports.WriteAsync(message, told, ct) is { } report)
            followUps = [.. copies, report];
        var settled = await WriteDownAsync(outcomes, followUps, ct);
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
            await SuppressAsync(judged, ct);
            for (int i = 0; i < outcomes.Length; i++)
                events.Settled(message, judged[i], outcomes[i].Retry);
        }
    }

    /// <summary>Addresses whose server says that they do not exist are left alone for a while.</summary>
    private async Task SuppressAsync(RecipientResult[] results, CancellationToken ct)
    {
        if (options.Returns.SuppressFor <= TimeSpan.Zero)
            return;
        foreach (var result in results.Where(result => result is { Host: not null, Reply.IsPermanent: true, Reason: ReplyClass.UnknownUser }))
            await store.Suppressions.AddAsync(result.Recipient.Recipient.Address, $"{result.Host}: {result.Reply}", options.Returns.SuppressFor, ct);
    }

    /// <summary>What was delivered and is not written down would be delivered again: as long as the lease lasts, the store is asked again.</summary>
    private async Task<SettleResult> WriteDownAsync(IReadOnlyList<RecipientOutcome> outcomes, IReadOnlyList<QueueFollowUp> followUps, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await store.Queue.SettleAsync(outcomes, followUps, ct);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(BetweenAttempts, clock, ct);
            }
        }
    }

    private async Task DeferAsync(QueuedMessage message, IReadOnlyList<RecipientResult> results, CancellationToken ct)
    {
        if (results.Any(result => result.Reply == MailboxFull))
            return; // the lease's end brings it back
        foreach (var result in results)
            await SettleAsync(message, [result with { Reply = MailboxFull }], [], ct);
    }

    private RecipientResult Judge(QueuedMessage message, RecipientResult result, DateTimeOffset now)
    {
        var reason = ReplyClassifier.Classify(result.Reply);
        var rule = result.Reply.IsPositive ? null : retries.Find(result.Recipient.Recipient.Domain, message.Priority, result.Reply, reason);
        result = Mean(result with { Reason = reason, Rule = rule }, rule);

        // RFC 2852 §4.1: who wants it back after a time gets it then.
        bool overdue = message.Envelope is { DeliverBy: { } by, DeliverByMode: ['R', ..] } && now >= by;
        bool expired = now >= message.Expires || (rule?.Lifetime is { } lifetime && now >= message.Created + lifetime);
        if (!result.Reply.IsTransient || (!expired && !overdue))
            return result;

        // RFC 3463 §3.5: X.4.7, delivery time expired; what was said last stays readable.
        return result with { Reply = new SmtpReply(554, new(5, 4, 7), $"Gave up after many attempts, the last answer was: {result.Reply}") };
    }

    /// <summary>A rule of this site may take a reply otherwise than it was said.</summary>
    private static RecipientResult Mean(RecipientResult result, RetryRule? rule) => (rule?.Action, result.Reply.IsTransient) switch
    {
        (RetryAction.Retry, false) when result.Host is not null => result with { Reply = Restated(result.Reply, 451, 4) },
        (RetryAction.GiveUp, true) when result is { Host: not null, IsCrowdedOut: false } => result with { Reply = Restated(result.Reply, 554, 5) },
        _ => result,
    };

    private static SmtpReply Restated(SmtpReply reply, int code, int statusClass) =>
        new(code, (reply.Enhanced ?? new EnhancedStatus(statusClass, 0, 0)) with { Class = statusClass }, $"{(statusClass == 5 ? "Given up" : "Tried again")} by a rule of this site, the answer was: {reply}");

    private RecipientOutcome ToOutcome(QueuedMessage message, RecipientResult result, DateTimeOffset now)
    {
        DateTimeOffset? retry = result.Reply.IsTransient ? Retry(message, result, now) : null;
        return new RecipientOutcome(result.Recipient.Id, result.Recipient.Lease, retry, result.Host is { } host ? $"{host}: {result.Reply}" : result.Reply.ToString())
        {
            ForgetAt = result.Reply.IsPermanent ? now + options.DeadLetterLifetime : null,
        };
    }

    /// <summary>The sender should hear that it takes long: after a while, or at the time it named itself (RFC 2852 §4.1, mode N).</summary>
    private bool IsLate(QueuedMessage message, DateTimeOffset now) =>
        now - message.Created >= options.DelayNotice || (message.Envelope is { DeliverBy: { } by, DeliverByMode: ['N', ..] } && now >= by);

    private DateTimeOffset Retry(QueuedMessage message, RecipientResult result, DateTimeOffset now)
    {
        double dice = Random.Shared.NextDouble();
        if (result.IsCrowdedOut)
            return now + (CrowdedWait * (1 + dice));
        var retry = now + retries.Wait(result.Rule ?? retries.Find(result.Recipient.Recipient.Domain, message.Priority, result.Reply, result.Reason), result.Recipient.Attempts + 1, dice);
        if (result.NotBefore is { } time && retry < time)
            retry = time;

        // An attempt falls on the time that the sender named, so that its end is seen when it comes.
        return message.Envelope.DeliverBy is { } by && by > now && by < retry ? by : retry;
    }

    /// <summary>RFC 3461 §4.1: failures and delays unless NOTIFY leaves them out, success only if it is asked for.</summary>
    private ReportedRecipient? ToReport(QueuedMessage message, RecipientResult result, DateTimeOffset now)
    {
        if (result.IsQuiet)
            return null;
        var recipient = result.Recipient.Recipient;
        bool asked = DsnNotifyGrammar.TryParse(Encoding.ASCII.GetBytes(recipient.Notify ?? ""), out var notify);

        if (result.Reply.IsPermanent)
            return !asked || notify.HasFlag(DsnNotify.Failure) ? new ReportedRecipient(recipient, ReportAction.Failed, result.Reply, result.Host) : null;
        if (result.Reply.IsTransient)
        {
            bool wanted = !asked || notify.HasFlag(DsnNotify.Delay);
            return wanted && !result.Recipient.DelayTold && IsLate(message, now) ? new ReportedRecipient(recipient, ReportAction.Delayed, result.Reply, result.Host) : null;
        }

        if (!notify.HasFlag(DsnNotify.Success) || result.Reports is ReportDuty.Theirs)
            return null;
        return new ReportedRecipient(recipient, result.Host is null ? ReportAction.Delivered : ReportAction.Relayed, result.Reply, result.Host);
    }
}
