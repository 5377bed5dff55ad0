using Aether.Admin;
using Aether.Configuration.Loading;
using Aether.Identity.Passwords;
using Aether.Monitoring.Health;
using Aether.Monitoring.Metrics;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>What every process has: a log, the store, the clock, and an application with the admin interface.</summary>
internal static class NodeBuilder
{
    /// <summary>An application builder that reads no settings of the framework: ours come from one place.</summary>
    public static WebApplicationBuilder Create(LoadedConfiguration configuration, MailStore store, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "aether" });
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton(logs));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(store);
        builder.Services.AddAetherMetrics();
        builder.Services.AddAdmin(configuration.DataFolder, QueueSetup.Node(configuration.Settings), configuration.Settings.Auth.PasswordHash, Policy(configuration));
        builder.Services.AddSigning(configuration);
        builder.Services.AddReports(configuration);
        builder.Services.AddPilot(configuration);
        builder.Services.AddLogins(configuration);
        builder.Services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost);
        builder.WebHost.UseKestrelCore();
        builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, true));
        return builder;
    }

    private static PasswordPolicy Policy(LoadedConfiguration configuration)
    {
        var passwords = configuration.Settings.Auth.Passwords;
        return new PasswordPolicy(passwords.MinimumLength, passwords.RefuseGuessable, configuration.Settings.Hostname);
    }

    public static void MapLocal(this WebApplication app)
    {
        app.MapHealth();
        app.MapAdmin();
    }
}
