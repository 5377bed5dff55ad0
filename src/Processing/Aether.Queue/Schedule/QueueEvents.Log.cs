using Microsoft.Extensions.Logging;

namespace Aether.Queue.Schedule;

/// <summary>The log events of the queue, 3000 to 3019.</summary>
internal sealed partial class QueueEvents
{
    [LoggerMessage(3000, LogLevel.Information, "Message {Message} delivered to {Recipient} by {Host}: {Reply}")]
    private static partial void LogDelivered(ILogger logger, string message, string recipient, string? host, string reply);

    [LoggerMessage(3001, LogLevel.Information, "Message {Message} for {Recipient} deferred until {Retry} by {Host}: {Reply}")]
    private static partial void LogDeferred(ILogger logger, string message, string recipient, DateTimeOffset retry, string? host, string reply);

    [LoggerMessage(3002, LogLevel.Warning, "Message {Message} for {Recipient} given up by {Host}: {Reply}")]
    private static partial void LogBounced(ILogger logger, string message, string recipient, string? host, string reply);

    [LoggerMessage(3003, LogLevel.Warning, "Message {Message}: the lease was lost before its outcome was written down")]
    private static partial void LogLeaseLost(ILogger logger, string message);

    [LoggerMessage(3004, LogLevel.Error, "A delivery to {Domain} failed; its recipients fall due again when their lease ends")]
    private static partial void LogFailed(ILogger logger, Exception exception, string domain);

    [LoggerMessage(3005, LogLevel.Error, "The queue could not be read")]
    private static partial void LogLeaseFailed(ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Critical, "Mail for {Recipient} is held: three deliveries of it ended without a word, as if they ended the server")]
    private static partial void LogSuspected(ILogger logger, string recipient);
}
