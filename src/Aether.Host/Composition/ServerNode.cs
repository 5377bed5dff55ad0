using System.Diagnostics.Metrics;
using Aether.Admin.Local;
using Aether.Configuration.Loading;
using Aether.Identity.Web;
using Aether.Monitoring.Logs;
using Aether.Monitoring.Metrics;
using Aether.Net.Listeners;
using Aether.Net.Polling;
using Aether.Storage;
using Aether.Storage.Search;
using Aether.Tls;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>The server: puts all parts of a role set together, runs them until a signal, and takes them down in order.</summary>
internal static partial class ServerNode
{
    public static async Task RunAsync(LoadedConfiguration configuration, Roles roles)
    {
        using var logs = NodeLogs.Create(configuration.Settings.Logging, LogTarget.StandardOutput);
        var logger = logs.CreateLogger("Aether.Host");
        // The lock of the data folder comes first: with it held, a socket that lies there is nobody's.
        await using var store = StoreSetup.Open(configuration, logs);
        if (configuration.Unbuilt.Count > 0)
            LogUnbuilt(logger, string.Join(", ", configuration.Unbuilt));
        if (!OpenFiles.Suffice(configuration.Settings))
            LogFewFiles(logger, OpenFiles.Most);
        var socket = new AdminSocket(configuration.DataFolder);
        await using var app = Build(configuration, roles, store, logs, socket);
        var mail = app.Services.GetRequiredService<MailServer>();
        app.Lifetime.ApplicationStopping.Register(mail.Drain);

        await app.StartAsync();
        socket.Protect();
        foreach (var listener in configuration.Settings.Smtp.Listeners)
        {
            if (ListenAddress.SocketOf(listener.Address, configuration) is { } path && roles.HasFlag(Roles.Smtp))
                UnixSocket.Open(path);
        }

        LogStarted(logger, configuration.Settings.Hostname, RoleText(roles), configuration.DataFolder);
        await app.WaitForShutdownAsync();
        mail.Abort();
        LogStopped(logger);
        await ThrowIfBrokenAsync(app.Services);
    }

    /// <summary>A worker that broke has ended the server: its failure is the process's.</summary>
    private static async Task ThrowIfBrokenAsync(IServiceProvider services)
    {
        foreach (var worker in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (worker.ExecuteTask is { IsFaulted: true } broken)
                await broken;
        }
    }

    private static WebApplication Build(LoadedConfiguration configuration, Roles roles, MailStore store, ILoggerFactory logs, AdminSocket socket)
    {
        var settings = configuration.Settings;
        var builder = NodeBuilder.Create(configuration, store, logs);
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Limits.Connections.Drain);
        services.Configure<SocketTransportOptions>(SetTransport);
        services.AddPolledTransport();
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SignalLifetime>());
        services.AddTlsUpkeep();
        if (settings.Tls.Acme.Enabled)
            services.AddAcmeUpkeep();
        services.AddReadiness(configuration, store);
        services.AddMailServer(configuration);
        services.AddEngines(configuration, roles);
        services.AddHostedService<StoreUpkeep>();
        services.AddSingleton(provider => new SearchMetrics(provider.GetRequiredService<IMeterFactory>(), store.Search.Indexer));
        services.AddHostedService<SearchUpkeep>();
        services.AddHostedService<CounterUpkeep>();
        services.AddHostedService<MemoryUpkeep>();
        services.AddHostedService<SenderUpkeep>();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, configuration, roles, socket));

        var app = builder.Build();
        app.UseForwardedClients(settings.Limits.ProxyNetworks);
        app.UseSecurityHeaders();
        app.MapLocal();
        app.MapAcme();
        app.MapPolicy(settings);
        app.MapAutoconfig(settings);
        if (settings.Auth.Server.Enabled)
            app.MapOauth();
        app.MapMarks();
        app.MapReports(settings);
        app.MapMetrics(settings.Metrics.Networks);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, LoadedConfiguration configuration, Roles roles, AdminSocket socket)
    {
        kestrel.AddServerHeader = false;
        socket.Listen(kestrel);
        var provider = kestrel.ApplicationServices;
        var mail = provider.GetRequiredService<MailServer>();
        foreach (var listener in MailListeners.Of(configuration, roles, provider))
            mail.Bind(kestrel, listener);
        if (roles.HasFlag(Roles.Admin))
            HttpListeners.Bind(kestrel, configuration.Settings.Http, provider.GetRequiredService<CertificateSource>().Select, provider.GetService<AcmeChallenges>(), configuration.Settings.Limits.Connections.TlsHandshake);
    }

    private static void SetTransport(SocketTransportOptions transport)
    {
        // A session takes in a chunk of a message at a time; a peer that is faster than the disk waits in its own buffers.
        transport.MaxReadBufferSize = 256 << 10;
        transport.MaxWriteBufferSize = 64 << 10;
        transport.Backlog = 4096;
    }

    private static string RoleText(Roles roles) => roles is Roles.All ? "all roles" : roles.ToString().ToLowerInvariant();

    [LoggerMessage(1410, LogLevel.Warning, "Not built yet, so without effect: {Parts}")]
    private static partial void LogUnbuilt(ILogger logger, string parts);

    [LoggerMessage(1425, LogLevel.Warning, "The process may open {Most} files only (ulimit -n), fewer than smtp, imap and pop3.maxConnections together: each takes its part of them.")]
    private static partial void LogFewFiles(ILogger logger, long most);

    [LoggerMessage(1411, LogLevel.Information, "Started {Hostname} with {Roles}, data in {Data}")]
    private static partial void LogStarted(ILogger logger, string hostname, string roles, string data);

    [LoggerMessage(1412, LogLevel.Information, "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
