using Microsoft.Extensions.Logging;

namespace Aether.Imap;

/// <summary>The log events of a session.</summary>
internal sealed partial class SessionLoop
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "ImapSessionEnded {Session} {Reason}")]
    private static partial void LogEnded(ILogger logger, string session, string reason);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "ImapCommandFailed {Session} {Verb}")]
    private static partial void LogBug(ILogger logger, Exception reason, string session, string verb);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "ImapStoreUnavailable {Session} {Verb}")]
    private static partial void LogUnavailable(ILogger logger, Exception reason, string session, string verb);

    // Next free id: 3004.
}
