using Aether.Configuration.Loading;
using Aether.Dns.Resolving;
using Aether.Queue.Notices;
using Aether.Storage;
using Aether.Validation.Checks;
using Aether.Validation.Keys;
using Aether.Validation.Pilot;
using Aether.Validation.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>The DMARC pilot, for the server and for the command line alike.</summary>
internal static class PilotSetup
{
    public static void AddPilot(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings.Reports.Pilot;
        var suffixes = SenderSetup.Options(configuration).Suffixes;
        var options = new PilotOptions
        {
            Trusted = [.. settings.Trusted.Select(name => name.ToLowerInvariant())],
            Watch = settings.Watch,
            Step = settings.Step,
            Hold = settings.Hold,
            Messages = settings.Messages,
            Tolerance = settings.Tolerance,
        };
        services.AddSingleton(provider => new PostmasterMail(
            provider.GetRequiredService<MailStore>(), provider.GetService<MessageSigner>(), configuration.Settings.Hostname, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DmarcPilot(
            provider.GetRequiredService<MailStore>(),
            provider.GetRequiredService<DomainPublisher>(),
            provider.GetRequiredService<IDnsResolver>(),
            suffixes,
            options,
            provider.GetRequiredService<ValidationMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DmarcPilot>>())
        {
            Tell = settings.Mail ? (letter, setting, ct) => provider.GetRequiredService<PostmasterMail>().SendAsync(letter.Domain, letter.Subject, letter.Text, setting, ct) : null,
        });
    }
}
