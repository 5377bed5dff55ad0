using Aether.Queue.Outbound;
using Aether.Storage.Queue;
using Aether.Storage.Tracing;
using Microsoft.Extensions.Logging;

namespace Aether.Queue.Schedule;

/// <summary>What happens in the queue, counted and logged.</summary>
internal sealed partial class QueueEvents(QueueMetrics metrics, TraceStore traces, TimeProvider clock, ILogger logger)
{
    public QueueMetrics Metrics { get; } = metrics;

    public void Settled(QueuedMessage message, RecipientResult result, DateTimeOffset? retry)
    {
        var address = result.Recipient.Recipient.Address;
        traces.Note(Step(message, result, retry));
        if (retry is { } at)
        {
            Metrics.Deferred(result.Reason);
            LogDeferred(logger, message.MessageId, address, at, result.Host, result.Reply.ToString());
        }
        else if (result.Reply.IsPositive)
        {
            Metrics.Delivered(message.Priority, clock.GetUtcNow() - message.Created, result.Recipient.Attempts + 1);
            LogDelivered(logger, message.MessageId, address, result.Host, result.Reply.ToString());
        }
        else
        {
            Metrics.Bounced(message.Priority, result.Reason, result.Recipient.Attempts + 1);
            LogBounced(logger, message.MessageId, address, result.Host, result.Reply.ToString());
        }
    }

    private TraceEvent Step(QueuedMessage message, RecipientResult result, DateTimeOffset? retry)
    {
        var kind = retry is not null ? TraceKind.Deferred : result.Reply.IsPositive ? TraceKind.Delivered : TraceKind.Failed;
        var detail = $"attempt {result.Recipient.Attempts + 1}, {result.Host ?? "here"}{(result.IsEncrypted ? " over TLS" : "")}: {result.Reply}{(result.Reply.IsPositive ? "" : $" ({result.Reason})")}";
        if (retry is { } next)
            detail += $"; again at {next.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
        return new TraceEvent(message.MessageId, clock.GetUtcNow(), kind, message.Sender, result.Recipient.Recipient.Address, detail);
    }

    public void Suspected(string recipient) => LogSuspected(logger, recipient);

    public void LeaseLost(QueuedMessage message) => LogLeaseLost(logger, message.MessageId);

    public void Failed(Exception exception, string domain) => LogFailed(logger, exception, domain);

    public void LeaseFailed(Exception exception) => LogLeaseFailed(logger, exception);
}
