using Aether.Protocol.Smtp;
using Aether.Queue.Replies;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage.Envelopes;

namespace Aether.Queue.Schedule;

/// <summary>The rules of when to try again, and what replies mean here. RFC 5321 §4.5.4.1.</summary>
internal sealed class RetryTable(QueueOptions options)
{
    /// <summary>What a rule fits that names nothing.</summary>
    private static readonly RetryRule Usual = new("*");

    public RetryRule Find(string domain, QueuePriority priority, SmtpReply reply, ReplyClass found) =>
        options.Retries.FirstOrDefault(rule =>
            DomainPattern.Fits(rule.RecipientDomain, domain)
            && (rule.Priority is null || rule.Priority == priority)
            && (rule.Replies.Count == 0 || rule.Replies.Any(pattern => pattern.Fits(reply, found)))) ?? Usual;

    /// <param name="attempts">Attempts made, this one counted.</param>
    /// <param name="dice">From 0 to below 1.</param>
    public TimeSpan Wait(RetryRule rule, int attempts, double dice) => rule.Schedule.Count > 0
        ? rule.Schedule[Math.Clamp(attempts, 1, rule.Schedule.Count) - 1] * (0.95 + (0.1 * dice)) // what was named is meant: only so much that they do not come as one
        : Backoff.After(attempts, (rule.First ?? options.MinBackoff, rule.Last ?? options.MaxBackoff), dice);
}
