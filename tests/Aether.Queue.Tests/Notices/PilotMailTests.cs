using System.Diagnostics.Metrics;
using System.Globalization;
using Aether.Dns.Updates;
using Aether.Queue.Notices;
using Aether.Queue.Tests.Reports;
using Aether.Storage.Reports;
using Aether.Testing.Stores;
using Aether.Validation.Checks;
using Aether.Validation.Domains;
using Aether.Validation.Keys;
using Aether.Validation.Pilot;
using Aether.Validation.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Queue.Tests.Notices;

/// <summary>What the postmaster of a domain hears of its way to p=reject.</summary>
public sealed class PilotMailTests : IAsyncDisposable
{
    private const string Domain = "our.test";
    private readonly ReportBench bench = new();
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private int reports;

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await services.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Each_step_is_told_of_once()
    {
        await bench.AddDomainAsync();
        bench.Dns.Text("_dmarc." + Domain, "v=DMARC1; p=none; rua=mailto:mail-reports@our.test");
        var pilot = NewPilot();
        await RunAsync(pilot);
        Assert.Empty(await SubjectsAsync()); // nothing was reported

        await ReportAsync("192.0.2.1", 400, 400);
        await RunAsync(pilot);
        Assert.Equal(["DMARC of our.test: the next step is p=quarantine; t=y"], await SubjectsAsync());
        var letter = Assert.Single(await bench.QueuedAsync());
        Assert.Equal("postmaster@our.test", Assert.Single(letter.Recipients).Address);
        Assert.Equal("", (await bench.FindAsync(letter)).Sender);
        Assert.Contains("To be published: v=DMARC1; p=quarantine; t=y; pct=0; rua=mailto:mail-reports@our.test\r\n", await bench.ReadAsync(letter), StringComparison.Ordinal);

        await pilot.WishAsync(Domain, new PilotWish(true, []), default);
        await RunAsync(pilot);
        Assert.Equal("DMARC of our.test goes on to p=quarantine; t=y", (await SubjectsAsync())[1..].Single());
        await WeekAsync(pilot);
        Assert.Equal("DMARC of our.test goes on to p=quarantine", (await SubjectsAsync())[2..].Single());

        bench.Store.Clock.Advance(TimeSpan.FromDays(2));
        await ReportAsync("192.0.2.1", 20, 0);
        await RunAsync(pilot);
        Assert.Equal("DMARC of our.test goes back to p=quarantine; t=y", (await SubjectsAsync())[3..].Single());
        Assert.Contains("It\r\ncomes from 192.0.2.0/24.\r\n", await bench.ReadAsync((await bench.QueuedAsync()).MaxBy(listing => listing.Message.Id.Value)!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("published")]
    [InlineData("queued")]
    [InlineData("written down")]
    public async Task A_crash_behind_any_point_neither_loses_a_letter_nor_sends_it_twice(string point)
    {
        await bench.AddDomainAsync();
        bench.Dns.Text("_dmarc." + Domain, "v=DMARC1; p=none; rua=mailto:mail-reports@our.test");
        await ReportAsync("192.0.2.1", 400, 400);
        var pilot = NewPilot(point);
        await pilot.WishAsync(Domain, new PilotWish(true, []), default);
        await Assert.ThrowsAsync<PowerCutException>(() => pilot.RunAsync(default));
        await bench.Store.ReopenAsync();

        await RunAsync(NewPilot());
        Assert.Equal(["DMARC of our.test goes on to p=quarantine; t=y"], await SubjectsAsync());
        Assert.Equal(PilotStep.QuarantineTest, (await NewPilot().LookAsync(Domain, default)).State!.Step);

        // So with a step that is only proposed.
        await WeekAsync(NewPilot());
        await NewPilot().WishAsync(Domain, PilotWish.None, default);
        bench.Store.Clock.Advance(TimeSpan.FromDays(7));
        await ReportAsync("192.0.2.1", 400, 400);
        if (point != "written down")
            await Assert.ThrowsAsync<PowerCutException>(() => NewPilot(point).RunAsync(default));
        await RunAsync(NewPilot());
        Assert.Equal("DMARC of our.test: the next step is p=reject; t=y", (await SubjectsAsync())[2..].Single());
    }

    private async Task WeekAsync(DmarcPilot pilot)
    {
        bench.Store.Clock.Advance(TimeSpan.FromDays(7));
        await ReportAsync("192.0.2.1", 400, 400);
        await RunAsync(pilot);
    }

    private static async Task RunAsync(DmarcPilot pilot)
    {
        await pilot.RunAsync(default);
        await pilot.RunAsync(default);
    }

    private async Task<List<string>> SubjectsAsync()
    {
        var subjects = new List<string>();
        foreach (var listing in (await bench.QueuedAsync()).OrderBy(listing => listing.Message.Id.Value))
        {
            string text = await bench.ReadAsync(listing);
            string line = text[text.IndexOf("Subject: ", StringComparison.Ordinal)..];
            subjects.Add(line["Subject: ".Length..line.IndexOf('\r', StringComparison.Ordinal)]);
        }

        return subjects;
    }

    private async Task ReportAsync(string address, long count, long passed)
    {
        var now = bench.Store.Clock.GetUtcNow();
        var report = new ReceivedReport(0, ReportKind.Dmarc, Domain, "Reporter", (++reports).ToString(CultureInfo.InvariantCulture), now.AddDays(-1), now.AddMinutes(-1), now, "reporter@x.test", passed, count - passed, "{}") { Verified = "google.com" };
        Assert.True(await bench.Store.Store.Reports.AddAsync(report, [new(address, Domain, Domain, Domain, count, passed, passed, passed)], default));
    }

    /// <param name="crash">Behind what the power is cut.</param>
    private DmarcPilot NewPilot(string crash = "")
    {
        var keys = new SigningKeys(bench.Store.Store.SigningKeys, new KeySealer(folder.File("key")), bench.Store.Clock, NullLogger<SigningKeys>.Instance);
        var publisher = new DomainPublisher(new DomainRecords("mail.our.test", keys, bench.Dns), [new TablePublisher(bench.Dns, crash == "written down")]);
        var mail = new PostmasterMail(bench.Store.Store, null, "mail.our.test", bench.Store.Clock);
        var metrics = new ValidationMetrics(services.GetRequiredService<IMeterFactory>());
        return new DmarcPilot(bench.Store.Store, publisher, bench.Dns, PublicSuffixList.Shipped, new PilotOptions { Trusted = ["google.com"] }, metrics, bench.Store.Clock, NullLogger<DmarcPilot>.Instance)
        {
            Tell = async (letter, setting, ct) =>
            {
                if (crash == "published")
                    throw new PowerCutException();
                await mail.SendAsync(letter.Domain, letter.Subject, letter.Text, setting, ct);
                if (crash == "queued")
                    throw new PowerCutException();
            },
        };
    }

    private sealed class PowerCutException : Exception;

    /// <summary>A zone that is a table.</summary>
    private sealed class TablePublisher(FakeResolver dns, bool isCut) : IRecordPublisher
    {
        public bool Covers(string name) => true;

        public Task<DnsUpdateResult> PublishAsync(DnsChange change, CancellationToken ct)
        {
            if (isCut)
                throw new PowerCutException();
            dns.Text(change.Name, change.Value);
            return Task.FromResult(new DnsUpdateResult(DnsUpdateStatus.Done, ""));
        }
    }
}
