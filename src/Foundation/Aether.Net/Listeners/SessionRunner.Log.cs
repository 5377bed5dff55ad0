using System.Net;
using Microsoft.Extensions.Logging;

namespace Aether.Net.Listeners;

internal sealed partial class SessionRunner
{
    [LoggerMessage(1210, LogLevel.Debug, "SessionOpened {Protocol} {Peer}")]
    private static partial void LogOpened(ILogger logger, string protocol, IPEndPoint peer);

    [LoggerMessage(1211, LogLevel.Debug, "SessionClosed {Protocol}")]
    private static partial void LogClosed(ILogger logger, string protocol);

    [LoggerMessage(1212, LogLevel.Debug, "SessionLost {Protocol}: {Reason}")]
    private static partial void LogLost(ILogger logger, string protocol, string reason);

    [LoggerMessage(1214, LogLevel.Information, "LoginsPending {Protocol}: the oldest connection without a login is ended for a new one")]
    private static partial void LogEvicted(ILogger logger, string protocol);

    [LoggerMessage(1213, LogLevel.Error, "SessionFailed {Protocol}")]
    private static partial void LogFailed(ILogger logger, string protocol, Exception fault);
}
