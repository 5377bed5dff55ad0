using System.Diagnostics.Metrics;
using System.Net;
using Aether.Monitoring.Health;
using Aether.Monitoring.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Monitoring.Tests;

public sealed class EndpointTests : IAsyncDisposable
{
    private readonly HttpClient client = new();
    private string? trouble;
    private WebApplication? app;

    [Fact]
    public async Task Readiness_gives_its_reasons()
    {
        await StartAsync();

        Assert.Equal("ok\n", await client.GetStringAsync("/healthz"));
        Assert.Equal("""{"status":"ready","checks":{"store":"ok"}}""", await client.GetStringAsync("/readyz"));

        trouble = "the disk is full";
        var answer = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("""{"status":"not ready","checks":{"store":"the disk is full"}}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metrics_show_what_the_parts_count()
    {
        await StartAsync();
        var counter = app!.Services.GetRequiredService<IMeterFactory>().Create("Aether.Test").CreateCounter<long>("aether.test.events");
        counter.Add(3, new KeyValuePair<string, object?>("protocol", "smtp"));

        string page = await client.GetStringAsync("/metrics");

        Assert.Contains("aether_test_events_total{", page, StringComparison.Ordinal);
        Assert.Contains("protocol=\"smtp\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("192.0.2.1", false)]
    public void Metrics_answer_this_machine_and_the_networks_named(string peer, bool allowed) =>
        Assert.Equal(allowed, MetricsSetup.IsAllowed(IPAddress.Parse(peer), [IPNetwork.Parse("10.0.0.0/8")]));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAetherMetrics().AddSingleton(new ReadinessCheck("store", _ => ValueTask.FromResult(trouble)));
        app = builder.Build();
        app.MapHealth();
        app.MapMetrics([]);
        await app.StartAsync();
        client.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }
}
