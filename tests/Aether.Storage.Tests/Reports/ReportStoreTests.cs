using Aether.Storage.Reports;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Reports;

/// <summary>What reports will tell, and what others report.</summary>
public sealed class ReportStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);
    private readonly TestStore store = new(options => options with { Reports = new ReportBounds(Domains: 3, Details: 2), Failures = new ReportBounds(Domains: 2, Details: 2) { Pending = 4 } });

    private ReportStore Reports => store.Store.Reports;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task What_was_seen_on_a_day_is_due_when_the_day_is_over()
    {
        for (int i = 0; i < 5; i++)
            Reports.Note(ReportKind.Tls, "far.test", i < 3 ? "good" : "bad");
        Assert.Null(await Reports.LeaseAsync(early: false, Lease, default));
        await store.ReopenAsync();

        store.Clock.Advance(TimeSpan.FromHours(12));
        var due = await Reports.LeaseAsync(early: false, Lease, default);
        Assert.Equal((ReportKind.Tls, "far.test", 1, 0L), (due!.Kind, due.Domain, due.Attempts, due.Lost));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), ReportTally.StartOf(due.Kind, due.Day));
        Assert.Equal([("bad", 2L), ("good", 3L)], (await Reports.ListTalliesAsync(due, default)).Select(tally => (tally.Detail, tally.Count)).Order());
        Assert.True(await Reports.EndAsync(due, default));
        Assert.Empty(await Reports.ListTalliesAsync(due, default));
        Assert.False(await Reports.EndAsync(due, default));
    }

    [Fact] // in a cluster each report is sent once
    public async Task A_report_is_leased_to_one_until_it_is_given_back()
    {
        Reports.Note(ReportKind.Tls, "far.test", "x");
        var first = await Reports.LeaseAsync(early: true, Lease, default);
        Assert.NotNull(first);
        Assert.Null(await Reports.LeaseAsync(early: true, Lease, default));
        store.Clock.Advance(Lease); // its node is gone
        var second = await Reports.LeaseAsync(early: true, Lease, default);
        Assert.Equal((first.Id, 2), (second!.Id, second.Attempts));
        Assert.True(await Reports.DelayAsync(second, TimeSpan.FromHours(1), default));
        store.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(await Reports.LeaseAsync(early: true, Lease, default));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await Reports.LeaseAsync(early: true, Lease, default));
    }

    [Fact]
    public async Task What_is_seen_behind_a_lease_goes_into_another_report()
    {
        Reports.Note(ReportKind.Dmarc, "far.test", "x");
        var first = (await Reports.LeaseAsync(early: true, Lease, default))!;
        Reports.Note(ReportKind.Dmarc, "far.test", "x");
        var second = (await Reports.LeaseAsync(early: true, Lease, default))!;
        Assert.NotEqual(first.Id, second.Id);
        await Reports.EndAsync(first, default);
        Assert.Equal(1, Assert.Single(await Reports.ListTalliesAsync(second, default)).Count);
    }

    [Fact]
    public async Task Strangers_fill_no_more_than_there_is_room_for()
    {
        foreach (string detail in (string[])["a", "b", "c", "c", "a"])
            Reports.Note(ReportKind.Tls, "one.test", detail);
        Assert.Single(await Reports.ListDueAsync(10, default));
        foreach (string domain in (string[])["two.test", "three.test", "four.test", "five.test"])
            Reports.Note(ReportKind.Tls, domain, "a");
        Assert.Equal(3, (await Reports.ListDueAsync(10, default)).Count);
        Assert.Equal(2, Reports.Dropped);
        for (var due = await Reports.LeaseAsync(early: true, Lease, default); due is not null; due = await Reports.LeaseAsync(early: true, Lease, default))
        {
            if (due.Domain != "one.test")
                continue;
            var kept = await Reports.ListTalliesAsync(due, default);
            Assert.Equal(2, kept.Count);
            Assert.Equal(5, due.Lost + kept.Sum(tally => tally.Count));
        }
    }

    [Fact] // RFC 9991 §8.1
    public async Task Failures_that_are_alike_are_told_together_and_soon()
    {
        Reports.NoteFailure("far.test", "a", () => "the first");
        Reports.NoteFailure("far.test", "a", () => throw new InvalidOperationException("It is made once."));
        Reports.NoteFailure("far.test", "b", () => "another\0");
        await Reports.ListDueAsync(10, default);
        Reports.NoteFailure("far.test", "a", () => "the third");
        Reports.NoteFailure("far.test", "c", () => "too many");
        Assert.Null(await Reports.LeaseAsync(early: false, Lease, default));
        store.Clock.Advance(TimeSpan.FromMinutes(10));
        var due = (await Reports.LeaseAsync(early: false, Lease, default))!;
        Assert.Equal((ReportKind.Failure, "far.test", 1L), (due.Kind, due.Domain, due.Lost));
        Assert.Equal([("another", 1L), ("the first", 3L)], (await Reports.ListTalliesAsync(due, default)).Select(tally => (tally.Detail, tally.Count)).Order());

        // Bounded in memory and in the store, apart from what is counted all day.
        foreach (string domain in (string[])["one.test", "two.test", "three.test", "four.test", "five.test"])
            Reports.NoteFailure(domain, "x", () => domain);
        Assert.Equal(1, Reports.Dropped);
        Assert.Equal(["far.test", "four.test"], (await Reports.ListDueAsync(10, default)).Select(report => report.Domain).Order());
        Assert.Equal(4, Reports.Dropped);
        Reports.Note(ReportKind.Dmarc, "one.test", "x");
        Assert.Equal(3, (await Reports.ListDueAsync(10, default)).Count);
    }

    [Fact]
    public async Task Reports_of_failures_are_summed_apart()
    {
        ReportSource source = new("192.0.2.1", "ours.test", "ours.test", "", 3, 0, 0, 0);
        await Reports.AddAsync(Report("f1") with { Kind = ReportKind.Failure, Verified = "far.test" }, [source], default);
        await Reports.AddAsync(Report("r1"), [source with { Count = 10 }], default);
        Assert.Equal([source], await Reports.SumSourcesAsync(ReportKind.Failure, "ours.test", TimeSpan.FromDays(30), 10, default));
        Assert.Equal([source with { Count = 10 }], await Reports.SumSourcesAsync(ReportKind.Dmarc, "ours.test", TimeSpan.FromDays(30), 10, default));
        Assert.Empty(await Reports.SumVerifiedAsync("ours.test", store.Clock.GetUtcNow().AddDays(-10), 10, default)); // a pilot goes by reports of all messages
    }

    [Fact]
    public async Task A_report_is_kept_once_and_its_sources_are_summed()
    {
        var report = Report("r1");
        ReportSource[] sources = [new("192.0.2.1", "ours.test", "ours.test", "ours.test", 10, 10, 9, 10), new("192.0.2.2", "ours.test", "far.test", "", 4, 0, 0, 0)];
        Assert.True(await Reports.AddAsync(report, sources, default));
        Assert.False(await Reports.AddAsync(report, sources, default));
        Assert.True(await Reports.AddAsync(report with { ReportId = "r2" }, [sources[1] with { Count = 20 }], default));
        Assert.True(await Reports.AddAsync(report with { ReportId = "r3", Kind = ReportKind.Tls, Content = "a\0b" }, [], default));

        var listed = await Reports.ListAsync(ReportKind.Dmarc, null, null, 10, default);
        Assert.Equal(["r2", "r1"], listed.Select(found => found.ReportId));
        Assert.Equal(report with { Id = listed[1].Id }, listed[1]);
        Assert.Equal(["r1"], (await Reports.ListAsync(ReportKind.Dmarc, "ours.test", listed[0].Id, 10, default)).Select(found => found.ReportId));
        Assert.Empty(await Reports.ListAsync(ReportKind.Dmarc, "other.test", null, 10, default));
        Assert.Equal(report with { Id = listed[1].Id }, await Reports.FindAsync(ReportKind.Dmarc, listed[1].Id, default));
        Assert.Null(await Reports.FindAsync(ReportKind.Tls, listed[1].Id, default));
        Assert.Equal(sources, await Reports.ListSourcesAsync(listed[1].Id, default));
        Assert.Equal([sources[1] with { Count = 24 }, sources[0]], await Reports.SumSourcesAsync(ReportKind.Dmarc, "ours.test", TimeSpan.FromDays(30), 10, default));
        Assert.Empty(await Reports.SumSourcesAsync(ReportKind.Dmarc, "ours.test", TimeSpan.FromHours(1), 10, default));
    }

    [Fact]
    public async Task Reports_that_can_be_believed_are_summed_by_who_wrote_them()
    {
        ReportSource source = new("192.0.2.1", "ours.test", "ours.test", "ours.test", 10, 10, 9, 10);
        await Reports.AddAsync(Report("r1"), [source], default);
        await Reports.AddAsync(Report("r2") with { Verified = "far.test" }, [source], default);
        await Reports.AddAsync(Report("r3") with { Verified = "far.test" }, [source], default);
        await Reports.AddAsync(Report("r4") with { Verified = "other.test" }, [source], default);
        var from = store.Clock.GetUtcNow().AddDays(-1);
        Assert.Equal([("far.test", 20L), ("other.test", 10L)], (await Reports.SumVerifiedAsync("ours.test", from, 10, default)).Select(sum => (sum.Verified, sum.Source.Count)));
        Assert.Equal(source, (await Reports.SumVerifiedAsync("ours.test", from, 10, default))[1].Source);
        Assert.Single(await Reports.SumVerifiedAsync("ours.test", from, 1, default));
        Assert.Empty(await Reports.SumVerifiedAsync("ours.test", from.AddMinutes(1), 10, default));
        Assert.Equal("far.test", (await Reports.ListAsync(ReportKind.Dmarc, null, null, 10, default))[1].Verified);
    }

    [Fact]
    public async Task Reports_of_old_are_forgotten()
    {
        await Reports.AddAsync(Report("r1"), [new("192.0.2.1", "", "", "", 1, 0, 0, 0)], default);
        store.Clock.Advance(TimeSpan.FromDays(399));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Single(await Reports.ListAsync(ReportKind.Dmarc, null, null, 10, default));
        store.Clock.Advance(TimeSpan.FromDays(2));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Empty(await Reports.ListAsync(ReportKind.Dmarc, null, null, 10, default));
        Assert.Empty(await Reports.SumSourcesAsync(ReportKind.Dmarc, "ours.test", TimeSpan.FromDays(1000), 10, default));
    }

    private ReceivedReport Report(string id)
    {
        var now = store.Clock.GetUtcNow();
        return new ReceivedReport(0, ReportKind.Dmarc, "ours.test", "Far Org", id, now.AddDays(-2), now.AddDays(-1), now, "noreply@far.test", 10, 4, "{}");
    }
}
