using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Schema;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Net.Polling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Net.Tests.Listeners;

/// <summary>A server with one listener on a free port of the loopback.</summary>
internal sealed class TestMailServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestMailServer(WebApplication app, MailServer mail, LineEngine engine, ConnectionLimits limits)
    {
        (this.app, Mail, Engine, Limits) = (app, mail, engine, limits);
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public MailServer Mail { get; }

    public LineEngine Engine { get; }

    public ConnectionLimits Limits { get; }

    public int Port { get; }

    public static async Task<TestMailServer> StartAsync(ListenerTls tls, int perAddress = 30, int total = 100, bool exempt = true, PendingLogins? pending = null, TimeSpan? stressPatience = null, TimeSpan? deathNoticedIn = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        var engine = new LineEngine();
        var limits = new ConnectionLimits(total, perAddress);
        var options = new MailServerOptions(Select, new NetworkSet(exempt ? [IPNetwork.Parse("127.0.0.0/8")] : []), TimeSpan.FromSeconds(10));
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var mail = new MailServer(options, new ListenerMetrics(meters), TimeProvider.System, NullLogger<MailServer>.Instance);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddPolledTransport();
        builder.WebHost.ConfigureKestrel(kestrel => mail.Bind(kestrel, new MailListener
        {
            Protocol = "line",
            Address = IPAddress.Loopback,
            Port = 0,
            Tls = tls,
            Engine = engine,
            Busy = "421 busy\r\n"u8.ToArray(),
            Limits = limits,
            Pending = pending,
            StressPatience = stressPatience,
            DeathNoticedIn = deathNoticedIn,
        }));
        var app = builder.Build();
        app.Lifetime.ApplicationStopping.Register(mail.Drain);
        await app.StartAsync();
        return new TestMailServer(app, mail, engine, limits);
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Mail.Dispose();
    }

    private static SslServerAuthenticationOptions Select(string? serverName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(serverName is null ? "CN=none" : "CN=" + serverName, key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return new SslServerAuthenticationOptions { ServerCertificate = certificate };
    }
}
