using Microsoft.Extensions.Logging;

namespace Aether.Tls.Certificates;

public sealed partial class CertificateSource
{
    [LoggerMessage(1300, LogLevel.Information, "CertificateLoaded {Subject}, good until {End:u}")]
    private static partial void LogLoaded(ILogger logger, string subject, DateTimeOffset end);

    [LoggerMessage(1301, LogLevel.Error, "CertificateExpired {Subject} on {End:u}: clients will refuse it")]
    private static partial void LogExpired(ILogger logger, string subject, DateTimeOffset end);

    [LoggerMessage(1304, LogLevel.Warning, "CertificateWantsStapling {Subject}: this server staples nothing, so clients that check it will refuse it; have one issued without must-staple")]
    private static partial void LogWantsStapling(ILogger logger, string subject);
}
