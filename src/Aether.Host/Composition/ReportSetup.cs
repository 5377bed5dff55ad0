using System.Diagnostics.Metrics;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Queue.Reports;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Validation.DmarcReports;
using Aether.Validation.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Reports, for the server and for the command line alike.</summary>
internal static class ReportSetup
{
    private const string Postmaster = "postmaster";

    public static void AddReports(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var checks = SenderSetup.Options(configuration);
        services.AddSingleton(provider => new ReportMetrics(provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<MailStore>().Reports));
        services.AddSingleton(Options(settings));
        services.AddSingleton(provider => new ReportIntake(provider.GetRequiredService<MailStore>(), provider.GetRequiredService<ReportOptions>(), provider.GetRequiredService<TimeProvider>()) { Metrics = provider.GetRequiredService<ReportMetrics>() });
        services.AddSingleton(provider => new GuardedHttp(
            new GuardedHttpOptions { AllowedNetworks = settings.Queue.AllowedNetworks }, provider.GetRequiredService<IDnsResolver>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ReportSender(
            provider.GetRequiredService<MailStore>(),
            provider.GetService<MessageSigner>(),
            provider.GetRequiredService<GuardedHttp>(),
            provider.GetRequiredService<IDnsResolver>(),
            new DmarcDestinations(provider.GetRequiredService<IDnsResolver>(), checks.DmarcMode, checks.Suffixes),
            provider.GetRequiredService<ReportOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReportSender>>(),
            provider.GetRequiredService<ReportMetrics>()));
        services.AddSingleton(provider => new ReportService(provider.GetRequiredService<MailStore>().Reports, provider.GetRequiredService<ReportSender>()));
    }

    /// <summary>Where reports about our domains come to; null: none are read.</summary>
    public static string? AddressOf(AetherSettings settings) => settings.Reports.Address.Length == 0 ? null : settings.Reports.Address.ToLowerInvariant();

    private static ReportOptions Options(AetherSettings settings) => new(settings.Hostname, AddressOf(settings) ?? Postmaster)
    {
        Tls = settings.Reports.Tls,
        Dmarc = settings.Reports.Dmarc,
        Failures = settings.Reports.Failures,
        FailuresPerHour = settings.Limits.Reports.FailuresPerAddress,
        Domain = settings.Reports.Domain.ToLowerInvariant(),
        Organization = settings.Reports.Organization,
        MaxMessage = settings.Limits.Reports.Message.Bytes,
        MaxTlsReport = (int)settings.Limits.Reports.TlsInflated.Bytes,
        DmarcLimits = new DmarcReportLimits((int)settings.Limits.Reports.Inflated.Bytes, settings.Limits.Reports.Records, settings.Limits.Reports.Sources, (int)settings.Limits.Reports.Tag.Bytes),
    };
}
