using Microsoft.Extensions.Logging;

namespace Aether.Tls.Certificates;

public sealed partial class CertificateSource
{
    [LoggerMessage(1300, LogLevel.Information, "CertificateLoaded {Subject}, good until {End:u}")]
    private static partial void LogLoaded(ILogger logger, string subject, DateTimeOffset end);

    [LoggerMessage(1301, LogLevel.Error, "CertificateExpired {Subject} on {End:u}: clients will refuse it")]
    private static partial void LogExpired(ILogger logger, string subject, DateTimeOffset end);
}
