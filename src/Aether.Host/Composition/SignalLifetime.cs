using System.Runtime.InteropServices;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>
/// SIGTERM and SIGINT stop gently, a second one at once: what was acknowledged is on disk by then, so nothing is lost
/// either way (case O06). SIGHUP reads the certificates again.
/// </summary>
internal sealed partial class SignalLifetime(IHostApplicationLifetime host, CertificateSource certificates, ILogger<SignalLifetime> logger) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> registrations = [];
    private int stops;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref stops) == 1)
        {
            LogStopping(logger, signal.Signal);
            host.StopApplication();
            return;
        }

        LogStoppedAtOnce(logger, signal.Signal);
        Environment.Exit(1);
    }

    private void Reload(PosixSignalContext signal)
    {
        signal.Cancel = true;
        try
        {
            certificates.Reload();
        }
        catch (CertificateException unusable)
        {
            LogNotReloaded(logger, unusable.Message);
        }
    }

    [LoggerMessage(1400, LogLevel.Information, "Stopping on {Signal}: sessions may finish")]
    private static partial void LogStopping(ILogger logger, PosixSignal signal);

    [LoggerMessage(1401, LogLevel.Warning, "Stopping at once on a second {Signal}")]
    private static partial void LogStoppedAtOnce(ILogger logger, PosixSignal signal);

    [LoggerMessage(1402, LogLevel.Error, "Certificates stay as they are: {Reason}")]
    private static partial void LogNotReloaded(ILogger logger, string reason);
}
