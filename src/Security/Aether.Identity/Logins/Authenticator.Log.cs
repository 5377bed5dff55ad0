using System.Net;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Logins;

public sealed partial class Authenticator
{
    [LoggerMessage(2001, LogLevel.Information, "Login of {Address} by {Protocol} from {Peer}")]
    private static partial void LogSucceeded(ILogger logger, string address, string protocol, IPAddress peer);

    // The name is not logged: people type their password into it.
    [LoggerMessage(2002, LogLevel.Warning, "Login refused by {Protocol} from {Peer}: bad credentials")]
    private static partial void LogRefused(ILogger logger, string protocol, IPAddress peer);

    [LoggerMessage(2004, LogLevel.Warning, "What a login of {Address} changes could not be written down")]
    private static partial void LogNotNoted(ILogger logger, string address, Exception reason);

    [LoggerMessage(2006, LogLevel.Information, "The imported password hash of {Address} was replaced by records of ours")]
    private static partial void LogUpgraded(ILogger logger, string address);

    [LoggerMessage(2005, LogLevel.Warning, "{Peer} could not be banned")]
    private static partial void LogNotBanned(ILogger logger, IPAddress peer, Exception reason);

    [LoggerMessage(2003, LogLevel.Warning, "Login put off by {Protocol} from {Peer}: too many failures")]
    private static partial void LogThrottled(ILogger logger, string protocol, IPAddress peer);
}
