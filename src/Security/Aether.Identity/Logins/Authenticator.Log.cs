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

    [LoggerMessage(2003, LogLevel.Warning, "Login put off by {Protocol} from {Peer}: too many failures")]
    private static partial void LogThrottled(ILogger logger, string protocol, IPAddress peer);
}
