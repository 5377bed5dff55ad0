using System.Text;
using Aether.Queue.Reports;
using Aether.Storage.Acceptance;
using Aether.Storage.Envelopes;
using Aether.Storage.Reports;
using Aether.Validation.TlsReports;

namespace Aether.Queue.Tests.Reports;

/// <summary>Mail to the address of reports is read, and kept once. Case D07.</summary>
public sealed class ReportIntakeTests : IAsyncLifetime
{
    private const string Mail = "From: a@far.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--b--\r\n";
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private readonly ReportBench bench = new();

    public async ValueTask InitializeAsync() => await bench.AddDomainAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_report_in_a_message_is_kept_once()
    {
        string mail = Mail.Replace("*", Convert.ToBase64String(Gzip.Pack(Report("our.test")), Base64FormattingOptions.InsertLineBreaks), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 Read as a report", await TakeAsync(mail), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 The report is here", await TakeAsync(mail), StringComparison.Ordinal);
        var kept = Assert.Single(await bench.Store.Store.Reports.ListAsync(ReportKind.Tls, "our.test", null, 10, default));
        Assert.Equal(("Far", "r1", "noreply@far.test", 4L, 1L), (kept.Organization, kept.ReportId, kept.Sender, kept.Passed, kept.Failed));
        var (report, content) = (await new ReportService(bench.Store.Store.Reports, null!).FindTlsAsync(kept.Id, default))!.Value;
        Assert.Equal((kept, "starttls-not-supported"), (report, Assert.Single(Assert.Single(content.Policies).Failures).Type));
    }

    [Fact]
    public async Task The_message_itself_may_be_the_report() =>
        Assert.StartsWith("250 ", await TakeAsync("From: a@far.test\r\nContent-Type: application/tlsrpt+json\r\n\r\n" + Encoding.UTF8.GetString(Report("sub.our.test")) + "\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("From: a@far.test\r\n\r\nhello\r\n", "it has no attachment")]
    [InlineData("From: a@far.test\r\nContent-Type: text/html\r\n\r\n<html><body>hello</body></html>\r\n", "it is no report of this kind")]
    [InlineData("", "it has no attachment")]
    public async Task What_is_no_report_is_given_up(string mail, string why)
    {
        Assert.Equal($"550 5.6.0 No report can be read in it: {why}", await TakeAsync(mail));
        Assert.Empty(await bench.Store.Store.Reports.ListAsync(ReportKind.Dmarc, null, null, 10, default));
    }

    [Fact] // RFC 9991
    public async Task A_report_of_a_message_that_failed_is_kept_once()
    {
        string mail = Failure("auth-failure");
        Assert.StartsWith("250 2.0.0 Read as a report", await TakeAsync(mail), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 The report is here", await TakeAsync(mail), StringComparison.Ordinal);
        var kept = Assert.Single(await bench.Store.Store.Reports.ListAsync(ReportKind.Failure, "our.test", null, 10, default));
        Assert.Equal(("mx.far.test", "f1@far.test", "noreply@far.test", 0L, 12L), (kept.Organization, kept.ReportId, kept.Sender, kept.Passed, kept.Failed));
        var (_, content, sources) = (await new ReportService(bench.Store.Store.Reports, null!).FindFailureAsync(kept.Id, default))!.Value;
        Assert.Equal(("dmarc", "forged", "<boss@our.test>"), (content.Cause, content.Subject, content.From));
        Assert.Equal(new ReportSource("192.0.2.66", "our.test", "evil.test", "", 12, 0, 0, 0), Assert.Single(sources));
        Assert.Equal("550 5.6.0 No report can be read in it: it is a report of another kind", await TakeAsync(Failure("abuse")));
    }

    [Fact] // D07
    public async Task Any_change_of_such_a_report_is_taken_or_given_up()
    {
        string good = Failure("auth-failure");
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            char[] text = good.ToCharArray();
            for (int changes = 0; changes < 4; changes++)
                text[random.Next(30, text.Length)] = "\r\n:;-=<a\u00e9"[random.Next(9)];
            Assert.Matches("^(250|550) ", await TakeAsync(new string(text)));
        }
    }

    [Fact]
    public async Task A_report_about_others_is_not_kept() =>
        Assert.StartsWith("550 5.6.0 The report is about no domain of ours", await TakeAsync(Mail.Replace("*", Convert.ToBase64String(Report("far.test")), StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public async Task A_message_that_is_too_large_is_not_looked_at() =>
        Assert.Equal("550 5.6.0 No report can be read in it: it is too large", await TakeAsync("From: a@far.test\r\n\r\n" + new string('x', 11 << 20) + "\r\n"));

    private static string Failure(string type) =>
        "From: a@far.test\r\nMessage-ID: <f1@far.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        + $"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {type}\r\nVersion: 1\r\nAuth-Failure: dmarc\r\nIdentity-Alignment: dkim,\r\n spf\r\nReporting-MTA: dns; mx.far.test\r\nSource-IP: 192.0.2.66\r\n"
        + "Reported-Domain: our.test\r\nIncidents: 12\r\nOriginal-Mail-From: <x@evil.test>\r\nArrival-Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\n"
        + "--b\r\nContent-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nFrom: <boss@our.test>\r\nSubject: for=\r\nged\r\n\r\n--b--\r\n";

    private static byte[] Report(string domain) => TlsReportWriter.Write(new TlsReport(
        "Far", "r1", Begin, Begin.AddDays(1), "a@far.test", [new TlsPolicyReport("sts", domain, ["version: STSv1"], ["mx.our.test"], 4, 1, [new TlsFailureReport("starttls-not-supported", "192.0.2.1", "mx.our.test", "192.0.2.2", 1, "")])]));

    private async Task<string> TakeAsync(string mail)
    {
        var message = await bench.Store.DraftAsync(Encoding.UTF8.GetBytes(mail));
        var entry = new QueueEntry("noreply@far.test", "Received: by our.test\r\n"u8.ToArray(), new QueueEnvelope(), QueuePriority.Normal, bench.Store.Clock.GetUtcNow() + TimeSpan.FromDays(1), [QueueTestBench.To("mail-reports@our.test")]);
        var accepted = await bench.Store.Store.Acceptance.AcceptAsync(message, new AcceptPlan("m1", [], entry), default);
        return (await bench.NewIntake().TakeAsync((await bench.Store.Store.Queue.FindAsync(accepted.Queued!.Value, default))!, default)).ToString();
    }
}
