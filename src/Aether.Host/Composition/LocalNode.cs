using Aether.Admin.Local;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Monitoring.Logs;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>A node for one command: the store and its admin socket, nothing else.</summary>
internal sealed class LocalNode : IAsyncDisposable
{
    private readonly ILoggerFactory logs;
    private readonly MailStore store;
    private readonly WebApplication app;

    private LocalNode(ILoggerFactory logs, MailStore store, WebApplication app) => (this.logs, this.store, this.app) = (logs, store, app);

    /// <exception cref="StoreOpenException">The store can't be opened, for one because a server holds it.</exception>
    public static async Task<LocalNode> StartAsync(LoadedConfiguration configuration, AdminSocket socket, CancellationToken ct)
    {
        var logs = NodeLogs.Create(configuration.Settings.Logging with { Level = LogSeverity.Warning }, LogTarget.StandardError);
        MailStore? store = null;
        try
        {
            store = StoreSetup.Open(configuration, logs);
            var builder = NodeBuilder.Create(configuration, store, logs);
            builder.WebHost.ConfigureKestrel(socket.Listen);
            var app = builder.Build();
            app.MapLocal();
            await app.StartAsync(ct);
            socket.Protect();
            return new LocalNode(logs, store, app);
        }
        catch
        {
            if (store is not null)
                await store.DisposeAsync();
            logs.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await store.DisposeAsync();
        logs.Dispose();
    }
}
