using Aether.Queue.Outbound;
using Aether.Storage.Queue;
using Microsoft.Extensions.Logging;

namespace Aether.Queue.Schedule;

/// <summary>What happens in the queue, counted and logged.</summary>
internal sealed partial class QueueEvents(QueueMetrics metrics, ILogger logger)
{
    public QueueMetrics Metrics { get; } = metrics;

    public void Settled(QueuedMessage message, RecipientResult result, DateTimeOffset? retry)
    {
        var address = result.Recipient.Recipient.Address;
        if (retry is { } at)
        {
            Metrics.Deferred();
            LogDeferred(logger, message.MessageId, address, at, result.Host, result.Reply.ToString());
        }
        else if (result.Reply.IsPositive)
        {
            Metrics.Delivered();
            LogDelivered(logger, message.MessageId, address, result.Host, result.Reply.ToString());
        }
        else
        {
            Metrics.Bounced();
            LogBounced(logger, message.MessageId, address, result.Host, result.Reply.ToString());
        }
    }

    public void LeaseLost(QueuedMessage message) => LogLeaseLost(logger, message.MessageId);

    public void Failed(Exception exception, string domain) => LogFailed(logger, exception, domain);

    public void LeaseFailed(Exception exception) => LogLeaseFailed(logger, exception);
}
