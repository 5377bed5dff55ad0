using Microsoft.Extensions.Logging;

namespace Aether.Storage;

public sealed partial class MailStore
{
    [LoggerMessage(1001, LogLevel.Information, "Store opened in {Folder}")]
    private static partial void LogOpened(ILogger logger, string folder);

    [LoggerMessage(1002, LogLevel.Critical, "A sync to disk failed: what was written since the last one may be gone. The process ends; nothing that was acknowledged is lost by that")]
    private static partial void LogInDoubt(ILogger logger, Exception reason);
}
