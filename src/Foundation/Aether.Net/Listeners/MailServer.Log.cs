using System.Net;
using Aether.Net.Limits;
using Microsoft.Extensions.Logging;

namespace Aether.Net.Listeners;

public sealed partial class MailServer
{
    [LoggerMessage(1200, LogLevel.Information, "ConnectionRefused {Protocol} {Peer}: {Outcome}")]
    private static partial void LogRefused(ILogger logger, string protocol, EndPoint? peer, AdmissionOutcome outcome);

    [LoggerMessage(1202, LogLevel.Information, "ProxyRefused {Protocol} {Peer}: {Reason}")]
    private static partial void LogNoProxy(ILogger logger, string protocol, EndPoint? peer, string reason);

    [LoggerMessage(1201, LogLevel.Information, "Draining: sessions end after their current command")]
    private static partial void LogDraining(ILogger logger);
}
