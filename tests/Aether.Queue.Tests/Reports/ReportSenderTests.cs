using System.Text;
using System.Text.RegularExpressions;
using Aether.Dns.Resolving;
using Aether.Queue.Reports;
using Aether.Storage.Reports;
using Aether.Storage.Tracing;
using Aether.Validation.DmarcReports;
using Aether.Validation.Failures;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Tests.Reports;

/// <summary>Reports that are due go out once, to where their domains want them. RFC 8460 §5, RFC 9990 §3.5.</summary>
public sealed class ReportSenderTests : IAsyncLifetime
{
    private readonly ReportBench bench = new();

    public async ValueTask InitializeAsync() => await bench.AddDomainAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_report_of_sessions_is_mailed_when_its_day_is_over()
    {
        bench.Dns.Text("_smtp._tls.far.test", "v=TLSRPTv1; rua=mailto:tls@far.test,mailto:tls@other.test");
        NoteTls();
        Assert.Equal(new ReportRun(0, 0, 0), await bench.SendAsync());
        bench.Store.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(new ReportRun(1, 0, 0), await bench.SendAsync());
        Assert.Equal(new ReportRun(0, 0, 0), await bench.SendAsync());

        var queued = Assert.Single(await bench.QueuedAsync());
        Assert.Equal(["tls@far.test", "tls@other.test"], queued.Recipients.Select(row => row.Address).Order());
        var message = await bench.FindAsync(queued);
        Assert.Equal(("", true), (message.Sender, message.Envelope.TlsOptional));
        string text = await bench.ReadAsync(queued);
        Assert.Contains("From: <mail-reports@our.test>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("TLS-Report-Domain: far.test\r\nTLS-Report-Submitter: our.test\r\nTLS-Required: No\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: multipart/report; report-type=\"tlsrpt\"", text, StringComparison.Ordinal);
        Assert.Matches(new Regex("Subject: Report Domain: far.test\r\n\tSubmitter: our.test\r\n\tReport-ID: <20261122\\.\\d+\\.0\\.tls@our.test>\r\n"), text);
        Assert.Contains("Content-Type: application/tlsrpt+gzip", text, StringComparison.Ordinal);
        Assert.Matches(new Regex("filename=\"our.test!far.test!1795305600!1795391999!\\d+\\.json\\.gz\""), text);

        // What was sent is what anybody reads.
        var (report, _, problem) = await ReadBackAsync(queued);
        Assert.Equal(("", "Our Org", "far.test", 1L, 2L), (problem, report!.Organization, report.Domain, report.Passed, report.Failed));
    }

    [Fact]
    public async Task A_report_of_sessions_is_posted()
    {
        bench.Dns.Text("_smtp._tls.far.test", $"v=TLSRPTv1; rua=https://web.far.test:{bench.Web.Port}/tls");
        NoteTls();
        Assert.Equal(new ReportRun(1, 0, 0), await bench.SendAsync(early: true));
        Assert.Equal(1, bench.Web.Requests);
        Assert.Empty(await bench.QueuedAsync());
        Assert.Empty(await bench.Store.Store.Reports.ListDueAsync(10, default));
    }

    [Fact]
    public async Task A_server_that_refuses_is_asked_again_for_a_day()
    {
        bench.Dns.Text("_smtp._tls.far.test", $"v=TLSRPTv1; rua=https://web.far.test:{bench.Web.Port}/tls");
        bench.Web.Status = "503 Later";
        NoteTls();
        bench.Store.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(new ReportRun(0, 0, 1), await bench.SendAsync());
        Assert.Equal(new ReportRun(0, 0, 0), await bench.SendAsync());
        bench.Store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new ReportRun(0, 0, 1), await bench.SendAsync());
        Assert.Single(await bench.Store.Store.Reports.ListDueAsync(10, default));
        bench.Store.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(new ReportRun(0, 0, 1), await bench.SendAsync());
        Assert.Empty(await bench.Store.Store.Reports.ListDueAsync(10, default));
    }

    [Fact]
    public async Task Who_wants_no_report_gets_none_and_who_can_not_be_asked_is_asked_later()
    {
        NoteTls();
        Assert.Equal(new ReportRun(0, 1, 0), await bench.SendAsync(early: true));
        Assert.Empty(await bench.Store.Store.Reports.ListDueAsync(10, default));
        bench.Dns.Text("_smtp._tls.far.test", DnsStatus.TemporaryFailure);
        NoteTls();
        Assert.Equal(new ReportRun(0, 0, 1), await bench.SendAsync(early: true));
        Assert.Empty(await bench.QueuedAsync());
    }

    [Fact]
    public async Task A_report_of_messages_is_mailed_to_those_who_may_have_it()
    {
        bench.Dns.Text("_dmarc.far.test", "v=DMARC1; p=reject; rua=mailto:a@far.test!1,mailto:b@stranger.test");
        NoteDmarc("reject");
        Assert.Equal(new ReportRun(1, 0, 0), await bench.SendAsync(early: true));
        var queued = Assert.Single(await bench.QueuedAsync());
        Assert.Equal("a@far.test", Assert.Single(queued.Recipients).Address); // the stranger never agreed; sizes say nothing any more
        string text = await bench.ReadAsync(queued);
        Assert.Contains("Content-Type: application/gzip", text, StringComparison.Ordinal);
        Assert.Matches(new Regex("Message-ID: <20261122\\.\\d+\\.0\\.dmarc@our.test>"), text);
        Assert.Matches(new Regex("filename=\"our.test!far.test!1795305600!\\d+!\\w+\\.xml\\.gz\""), text);
        Assert.Equal(("", true), (await bench.FindAsync(queued) is var message ? message.Sender : "?", text.Contains("Report-ID: <", StringComparison.Ordinal)));
        var (report, sources, _) = await ReadBackAsync(queued);
        Assert.Equal(("far.test", 2L), (report!.Domain, report.Passed));
        Assert.Equal("192.0.2.1", Assert.Single(sources).Source);
    }

    [Fact] // RFC 9990 §3.3
    public async Task A_policy_that_changed_makes_two_reports()
    {
        bench.Dns.Text("_dmarc.far.test", "v=DMARC1; p=reject; rua=mailto:a@far.test");
        NoteDmarc("none");
        NoteDmarc("reject");
        Assert.Equal(new ReportRun(1, 0, 0), await bench.SendAsync(early: true));
        Assert.Equal(2, (await bench.QueuedAsync()).Count);
    }

    [Fact] // RFC 9991 §2, §4
    public async Task Failures_are_mailed_soon_each_kind_once_with_its_count()
    {
        bench.Dns.Text("_dmarc.far.test", "v=DMARC1; p=reject; ruf=mailto:f@far.test,mailto:f@stranger.test").Text("far.test", "v=spf1 -all");
        for (int i = 0; i < 3; i++)
            NoteFailure("one");
        NoteFailure("two");
        Assert.Equal(new ReportRun(0, 0, 0), await bench.SendAsync());
        bench.Store.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(new ReportRun(1, 0, 0), await bench.SendAsync());
        var queued = await bench.QueuedAsync();
        Assert.Equal(["f@far.test", "f@far.test"], queued.SelectMany(letter => letter.Recipients).Select(row => row.Address));
        string[] texts = [await bench.ReadAsync(queued[0]), await bench.ReadAsync(queued[1])];
        string text = Assert.Single(texts, text => text.Contains("Incidents: 3\r\n", StringComparison.Ordinal));
        Assert.Equal("", (await bench.FindAsync(queued[0])).Sender);
        Assert.Contains("Content-Type: multipart/report; report-type=\"feedback-report\"", text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated\r\n", text, StringComparison.Ordinal);
        Assert.Contains("SPF-DNS: txt : far.test : \"v=spf1 -all\"\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.Latin1.GetBytes("Subject: one \u00e9\r\n")), text, StringComparison.Ordinal);
        var step = Assert.Single(await bench.Store.Store.Traces.FindAsync(new TraceQuery("m-one", null, null, null, 10), default));
        Assert.Equal((TraceKind.Reported, "f@far.test"), (step.Kind, step.Recipient));

        // What is sent is what we read.
        var taken = await bench.NewIntake().TakeAsync(await bench.FindAsync(queued[0]), default);
        Assert.StartsWith("550 5.6.0 The report is about no domain of ours", taken.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_address_gets_more_of_them_than_it_can_bear()
    {
        bench.Options = bench.Options with { FailuresPerHour = 2 };
        foreach (string domain in (string[])["far.test", "other.test", "third.test"])
        {
            bench.Dns.Text("_dmarc." + domain, "v=DMARC1; p=reject; ruf=mailto:f@victim.test").Text($"{domain}._report._dmarc.victim.test", "v=DMARC1");
            NoteFailure("x", domain);
        }

        Assert.Equal(new ReportRun(2, 1, 0), await bench.SendAsync(early: true));
        Assert.Equal(2, (await bench.QueuedAsync()).Count);
        bench.Store.Clock.Advance(TimeSpan.FromHours(2));
        NoteFailure("x", "far.test");
        Assert.Equal(new ReportRun(1, 0, 0), await bench.SendAsync(early: true));
    }

    [Fact]
    public async Task Without_a_domain_nobody_reports()
    {
        await using var nobody = new ReportBench();
        nobody.Store.Store.Reports.Note(ReportKind.Tls, "far.test", "x");
        Assert.Equal(new ReportRun(0, 0, 0), await nobody.SendAsync(early: true));
        Assert.Single(await nobody.Store.Store.Reports.ListDueAsync(10, default));
    }

    private async Task<(ReceivedReport? Report, IReadOnlyList<ReportSource> Sources, string Problem)> ReadBackAsync(Storage.Queue.QueueListing queued)
    {
        string text = await bench.ReadAsync(queued);
        string attachment = text[(text.LastIndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return ReportReading.Read(Convert.FromBase64String(attachment[..attachment.IndexOf("--", StringComparison.Ordinal)]), bench.Options);
    }

    private void NoteTls()
    {
        var facts = new TlsPolicyFacts(TlsPolicyType.None, "far.test", [], []);
        bench.Store.Store.Reports.Note(ReportKind.Tls, "far.test", new TlsDetail(facts, null).Format());
        for (int i = 0; i < 2; i++)
            bench.Store.Store.Reports.Note(ReportKind.Tls, "far.test", new TlsDetail(facts, new TlsFailure(TlsResultType.StartTlsNotSupported, "192.0.2.1", "mx.far.test", "192.0.2.2", "")).Format());
    }

    private void NoteFailure(string kind, string domain = "far.test") => bench.Store.Store.Reports.NoteFailure(domain, kind, () => new FailureDetail(
        "m-" + kind, bench.Store.Clock.GetUtcNow(), "192.0.2.1", 25, "dmarc", domain, "ann@" + domain, ["x@our.test"], "", "mail.our.test; dmarc=fail", "dkim, spf", "reject", "", "", "", domain, $"Subject: {kind} \u00e9\r\n").Format());

    private void NoteDmarc(string policy)
    {
        var published = new DmarcPublished("far.test", "treewalk", policy, policy, policy, "r", "r", "n");
        for (int i = 0; i < 2; i++)
            bench.Store.Store.Reports.Note(ReportKind.Dmarc, "far.test", new DmarcDetail(published, "192.0.2.1", "far.test", "far.test", "pass", true, true, "", "far.test", "pass", []).Format());
    }
}
