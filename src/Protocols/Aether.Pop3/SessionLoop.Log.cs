using Microsoft.Extensions.Logging;

namespace Aether.Pop3;

/// <summary>The log events of a session.</summary>
internal sealed partial class SessionLoop
{
    [LoggerMessage(EventId = 3501, Level = LogLevel.Information, Message = "Pop3SessionEnded {Session} {Reason}")]
    private static partial void LogEnded(ILogger logger, string session, string reason);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Error, Message = "Pop3CommandFailed {Session} {Verb}")]
    private static partial void LogBug(ILogger logger, Exception reason, string session, string verb);

    [LoggerMessage(EventId = 3503, Level = LogLevel.Warning, Message = "Pop3StoreUnavailable {Session} {Verb}")]
    private static partial void LogUnavailable(ILogger logger, Exception reason, string session, string verb);
}
