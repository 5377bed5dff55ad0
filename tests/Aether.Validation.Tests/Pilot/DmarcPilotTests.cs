using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Aether.Storage.Reports;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Checks;
using Aether.Validation.Domains;
using Aether.Validation.Keys;
using Aether.Validation.Pilot;
using Aether.Validation.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Validation.Tests.Pilot;

/// <summary>Weeks of a domain's life in moments: reports come in, and its record changes in a zone of Knot's.</summary>
public sealed class DmarcPilotTests : IAsyncLifetime
{
    private const string Domain = "brand.test";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestStore store = new();
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<string> told = [];
    private readonly MeterListener listener = new();
    private KnotServer knot = null!;
    private DmarcPilot pilot = null!;
    private int reports;

    public async ValueTask InitializeAsync()
    {
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "aether.validation.pilot")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => told.Add((string)tags[0].Value!));
        listener.Start();
        knot = await KnotServer.StartWithKeyAsync("aether", secret, (Domain, "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:mail-reports@brand.test\"\n"));
        await store.Store.Directory.AddDomainAsync(Domain, null, None);
        pilot = New(new PilotOptions { Trusted = ["google.com"] });
        await pilot.WishAsync(Domain, new PilotWish(true, []), None);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        if (knot is not null)
            await knot.DisposeAsync();
        await store.DisposeAsync();
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_domain_whose_mail_is_in_order_comes_to_reject()
    {
        await WeekAsync(good: 40);
        Assert.Equal("p=none", await StepAsync()); // too few messages: it waits, and says so once
        Assert.Equal(["blocked"], told);
        await WeekAsync(good: 400, forged: 3);
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
        await WeekAsync(good: 400, forged: 3);
        Assert.Equal("p=quarantine", await PassAsync());
        await WeekAsync(good: 400, forged: 3);
        Assert.Equal("p=reject; t=y; pct=0", await PassAsync());
        await WeekAsync(good: 400, forged: 3);
        Assert.Equal("p=reject", await PassAsync());
        await WeekAsync(good: 400, forged: 3);
        Assert.Equal("p=reject", await PassAsync());
        Assert.Equal(["blocked", "step", "step", "step", "step"], told);
        var look = await pilot.LookAsync(Domain, None);
        Assert.Equal(PilotStep.Reject, look.State!.Step);
        Assert.Null(look.Assessment!.Next);
        Assert.Contains("goes on to p=reject", look.State.Events[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_in_order_and_fails_takes_a_step_back()
    {
        await WeekAsync(good: 400);
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
        await WeekAsync(good: 400);
        Assert.Equal("p=quarantine", await PassAsync());
        store.Clock.Advance(TimeSpan.FromDays(2));
        await ReportAsync("google.com", new("192.0.2.1", Domain, Domain, Domain, 20, 0, 0, 0));
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
        Assert.Equal(["step", "step", "fallback"], told);

        // Repaired, it still waits; then it goes on.
        await WeekAsync(good: 4000);
        Assert.Equal("p=quarantine; t=y; pct=0", await StepAsync());
        await WeekAsync(good: 4000);
        Assert.Equal("p=quarantine", await PassAsync());
    }

    [Fact]
    public async Task Forgers_fail_and_take_nothing_back()
    {
        await WeekAsync(good: 400);
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
        await WeekAsync(good: 400, forged: 4000);
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync()); // nor does it go on by itself
        Assert.Equal(["step", "blocked"], told);
        Assert.Contains("203.0.113.0/24", Assert.Single((await pilot.LookAsync(Domain, None)).Assessment!.Obstacles), StringComparison.Ordinal);
        await pilot.WishAsync(Domain, new PilotWish(true, ["203.0.113.0/24"]), None);
        Assert.Equal("p=quarantine", await PassAsync()); // the operator said that these are none of his
    }

    [Fact]
    public async Task Reports_of_anybody_count_for_nothing()
    {
        store.Clock.Advance(TimeSpan.FromDays(7));
        await ReportAsync("evil.test", new("192.0.2.1", Domain, Domain, Domain, 4000, 4000, 4000, 4000));
        await ReportAsync("", new("192.0.2.1", Domain, Domain, Domain, 4000, 4000, 4000, 4000));
        await ReportAsync("evilgoogle.com", new("192.0.2.1", Domain, Domain, Domain, 4000, 4000, 4000, 4000));
        Assert.Equal("p=none", await StepAsync());
        var look = await pilot.LookAsync(Domain, None);
        Assert.Empty(look.Sources);
        Assert.Equal(12_000, look.Uncounted);
        await ReportAsync("noreply.google.com", new("192.0.2.1", Domain, Domain, Domain, 4000, 4000, 4000, 4000));
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
    }

    [Fact]
    public async Task Another_record_is_its_owners_and_begins_anew()
    {
        await WeekAsync(good: 400);
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
        await PublishAsync("v=DMARC1; p=reject; t=y; rua=mailto:owner@brand.test");
        await PassAsync();
        var look = await pilot.LookAsync(Domain, None);
        Assert.Equal((PilotStep.RejectTest, store.Clock.GetUtcNow().AddMinutes(-61)), (look.State!.Step, look.State.Since));
        await WeekAsync(good: 400);
        Assert.Equal("p=reject", await PassAsync());
        Assert.Contains("rua=mailto:owner@brand.test", (await pilot.LookAsync(Domain, None)).Published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_did_not_allow_it_is_only_told()
    {
        await pilot.WishAsync(Domain, PilotWish.None, None);
        await WeekAsync(good: 400);
        Assert.Equal("p=none", await StepAsync());
        var look = await pilot.LookAsync(Domain, None);
        Assert.True(look.Assessment!.MayGoOn(store.Clock.GetUtcNow()));
        Assert.Equal("v=DMARC1; p=quarantine; t=y; pct=0; rua=mailto:mail-reports@brand.test", look.NextRecord);
        Assert.Null(await store.Store.DomainSettings.FindAsync(Domain, "dmarc.pilot.state", None));
    }

    [Fact]
    public async Task What_can_not_be_published_is_tried_again()
    {
        await WeekAsync(good: 400);
        string right = secret;
        var wrong = New(new PilotOptions { Trusted = ["google.com"] }, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await wrong.RunAsync(None);
        Assert.Equal("p=none", await PublishedAsync());
        Assert.Equal(["blocked"], told);
        Assert.Contains("could not be published", (await wrong.LookAsync(Domain, None)).State!.Events[^1].Text, StringComparison.Ordinal);
        Assert.Equal(right, secret);
        Assert.Equal("p=quarantine; t=y; pct=0", await PassAsync());
    }

    private DmarcPilot New(PilotOptions options, string? key = null)
    {
        var dns = new DnsResolver(new DnsOptions { Servers = [new IPEndPoint(IPAddress.Loopback, knot.Port)] }, store.Clock);
        var updater = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), Domain, new TsigKey("aether", "hmac-sha256", Convert.FromBase64String(key ?? secret)), TimeProvider.System);
        var keys = new SigningKeys(store.Store.SigningKeys, new KeySealer(folder.File("key")), store.Clock, NullLogger<SigningKeys>.Instance);
        var publisher = new DomainPublisher(new DomainRecords("mail.test", keys, dns), [new UpdatePublisher(new DnsZones([updater]))]);
        return new DmarcPilot(store.Store, publisher, dns, PublicSuffixList.Shipped, options, new ValidationMetrics(services.GetRequiredService<IMeterFactory>()), store.Clock, NullLogger<DmarcPilot>.Instance);
    }

    /// <summary>A week passes, and is reported.</summary>
    private async Task WeekAsync(long good, long forged = 0)
    {
        store.Clock.Advance(TimeSpan.FromDays(7));
        await ReportAsync("google.com", new("192.0.2.1", Domain, Domain, Domain, good, good, good, good));
        if (forged > 0)
            await ReportAsync("google.com", new("203.0.113.9", Domain, Domain, "", forged, 0, 0, 0));
    }

    private async Task ReportAsync(string verified, ReportSource source)
    {
        var now = store.Clock.GetUtcNow();
        var report = new ReceivedReport(0, ReportKind.Dmarc, Domain, "Reporter", (++reports).ToString(CultureInfo.InvariantCulture), now.AddDays(-1), now.AddMinutes(-1), now, "reporter@x.test", source.Passed, source.Count - source.Passed, "{}") { Verified = verified };
        Assert.True(await store.Store.Reports.AddAsync(report, [source], None));
    }

    private async Task<string> PassAsync()
    {
        await pilot.RunAsync(None);
        store.Clock.Advance(TimeSpan.FromMinutes(61)); // what is cached is forgotten
        return await PublishedAsync();
    }

    private async Task<string> StepAsync()
    {
        await pilot.RunAsync(None);
        await pilot.RunAsync(None);
        return await PublishedAsync();
    }

    private async Task<string> PublishedAsync()
    {
        string record = (await pilot.LookAsync(Domain, None)).Published;
        return record["v=DMARC1; ".Length..record.IndexOf("; rua", StringComparison.Ordinal)];
    }

    private async Task PublishAsync(string record)
    {
        var updater = new DnsUpdater(new IPEndPoint(IPAddress.Loopback, knot.Port), Domain, new TsigKey("aether", "hmac-sha256", Convert.FromBase64String(secret)), TimeProvider.System);
        Assert.Equal(DnsUpdateStatus.Done, (await updater.SendAsync(new DnsChange($"_dmarc.{Domain}", "TXT", record, TimeSpan.FromMinutes(1), DnsChangeMode.Replace), None)).Status);
        store.Clock.Advance(TimeSpan.FromHours(2));
    }
}
