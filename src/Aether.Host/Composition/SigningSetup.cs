using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Storage;
using Aether.Tls.Dane;
using Aether.Validation.Bimi;
using Aether.Validation.Checks;
using Aether.Validation.Domains;
using Aether.Validation.Keys;
using Aether.Validation.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>The keys of domains, for the server and for the command line alike.</summary>
internal static class SigningSetup
{
    public static void AddSigning(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        services.AddDns(settings);
        services.AddResolverChecks(settings);
        services.AddSingleton<ValidationMetrics>();
        services.AddSingleton(new KeySealer(configuration.PathOf(settings.Security.KeyFile)));
        services.AddSingleton(provider => new SigningKeys(
            provider.GetRequiredService<MailStore>().SigningKeys, provider.GetRequiredService<KeySealer>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SigningKeys>>()));
        var rotation = new RotationOptions(settings.Security.DkimRotation, settings.Limits.Queue.Lifetime + TimeSpan.FromDays(2));
        services.AddSingleton(provider => new KeyRotation(
            provider.GetRequiredService<SigningKeys>(), provider.GetRequiredService<IDnsResolver>(), rotation, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyRotation>>())
        {
            Publish = Publish(provider.GetRequiredService<DomainPublisher>()),
        });
        services.AddSingleton(provider => new OwnMarks(settings.Hostname, provider.GetRequiredService<MailStore>().DomainSettings, BimiSetup.Options(configuration), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DomainRecords(settings.Hostname, provider.GetRequiredService<SigningKeys>(), provider.GetRequiredService<IDnsResolver>(), StsAnswers.Policy(settings))
        {
            ReportsTo = ReportSetup.AddressOf(settings) ?? "postmaster",
            Marks = provider.GetRequiredService<OwnMarks>(),
            TellsClients = settings.Http.Listeners.Count > 0,
            Issuer = IssuerOf(settings.Tls.Acme),
            ReportsPostedTo = settings.Reports.Https ? new Uri($"https://{settings.Hostname}{ReportAnswers.Path}") : null,
            Pins = async ct => [.. (await provider.GetRequiredService<PinnedKeys>().ListAsync(ct)).Select(static key => new PinnedKey(KeyPin.Form + key.Pin, key.IsNext, key.IsSelfSigned))],
        });
        services.AddSingleton(provider => new DomainPublisher(provider.GetRequiredService<DomainRecords>(), Ways(configuration, provider.GetRequiredService<TimeProvider>())));
        if (settings.Security.DkimSigning)
        {
            services.AddSingleton(provider => new MessageSigner(
                provider.GetRequiredService<SigningKeys>(), provider.GetRequiredService<ValidationMetrics>(), provider.GetRequiredService<TimeProvider>()));
        }
    }

    private static Func<PublishedKey, CancellationToken, Task<string>>? Publish(DomainPublisher publisher) => publisher.CanPublish
        ? async (key, ct) => (await publisher.ReplaceAsync(new DomainRecord(key.RecordName, "TXT", key.RecordText, ""), ct)) is { Status: not DnsUpdateStatus.Done } failed ? failed.Problem : ""
        : null;

    // RFC 8659 §4.2: an authority says by which name it goes; most go by the domain of their directory.
    private static string? IssuerOf(AcmeSettings acme)
    {
        if (!acme.Enabled || acme.Issuer.Length > 0)
            return acme.Enabled ? acme.Issuer : null;
        return Uri.TryCreate(acme.Directory, UriKind.Absolute, out var place) && PublicSuffixList.Shipped.TryGetRegistered(place.Host, out string? registered) ? registered : null;
    }

    /// <summary>How records are published: zones before the command.</summary>
    private static IReadOnlyList<IRecordPublisher> Ways(LoadedConfiguration configuration, TimeProvider clock)
    {
        var dns = configuration.Settings.Dns;
        var zones = DnsSetup.Zones(configuration.Settings);
        return [.. !zones.AreNone ? [new UpdatePublisher(zones)] : Array.Empty<IRecordPublisher>(), .. dns.PublishCommand.Length > 0 ? [new CommandPublisher(configuration.PathOf(dns.PublishCommand), clock)] : Array.Empty<IRecordPublisher>()];
    }
}
