using System.Net;
using System.Text;
using Aether.Storage.Reports;
using Aether.Validation.Failures;
using Aether.Validation.Messages;
using CsCheck;

namespace Aether.Validation.Tests.Failures;

/// <summary>What a domain is told of a message that failed, and what is read of such reports. RFC 5965, RFC 6590, RFC 6591, RFC 9991.</summary>
public class FailureReportTests
{
    private const string Record = "v=DMARC1; p=reject; ruf=mailto:f@our.test";

    private const string Mail = """
        Received: from x (x.test [192.0.2.9])
        	by gate.test for <Ann+x@here.test>; Sun, 22 Nov 2026 12:00:00 +0000
        Delivered-To: ann+x@here.test
        To: "Ann, private" <ann+x@here.test>, bob@elsewhere.test (Bob)
        From: Boss <boss@our.test>
        Subject: for ann+x@here.test
        List-Unsubscribe: <https://x.test/?u=YW5uK3hAaGVyZS50ZXN0>
        X-Secret: ann
        Message-ID: <1@our.test>
        DKIM-Signature: v=1; d=our.test; s=s1; z=To:ann+x=40here.test; b=abcdefgh

        """;

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_the_recipients_are_is_hidden_and_the_rest_is_told()
    {
        var redaction = new FailureRedaction();
        var detail = Detail(redaction);
        string hidden = redaction.Redact("ann+x@here.test");
        Assert.Matches("^[A-Za-z0-9_-]{12}@here.test$", hidden);
        Assert.Equal([hidden], detail.Recipients);
        Assert.Equal($"bounce-{hidden[..12]}=here.test@our.test", detail.Sender);
        Assert.DoesNotContain("ann", detail.Header + detail.Results + detail.EnvelopeId, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("bob", detail.Header, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("YW5u", detail.Header, StringComparison.Ordinal);
        Assert.Contains($"To: <{hidden}>,\r\n\t<{redaction.Redact("bob@elsewhere.test")}>\r\n", detail.Header, StringComparison.Ordinal);
        Assert.Contains("From: Boss <boss@our.test>\r\n", detail.Header, StringComparison.Ordinal);
        Assert.Contains($"Subject: for {hidden}\r\n", detail.Header, StringComparison.Ordinal);
        Assert.NotEqual(hidden, new FailureRedaction().Redact("ann+x@here.test")); // nobody else can try names
    }

    [Fact]
    public void Without_redaction_the_header_is_told_as_it_came_and_no_more_of_it_than_allowed()
    {
        string header = Mail.ReplaceLineEndings("\r\n");
        Assert.Equal(header, Detail(null).Header);
        Assert.Equal(["ann+x@here.test"], Detail(null).Recipients);
        Assert.Equal(header[..header.IndexOf("To:", header.IndexOf("Delivered-To", StringComparison.Ordinal) + 12, StringComparison.Ordinal)], Detail(null, 200).Header);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var detail = FailureDetail.Parse(Detail(null).Format())!;
        string text = FailureReportWriter.Write(detail, "mx.here.test", 7, "v=spf1 include:\"x\" -all\r\nEvil: yes\u00e9");
        Assert.All(text, c => Assert.True(c is '\r' or '\n' or '\t' or (>= ' ' and <= '~')));
        Assert.DoesNotContain("\r\nEvil", text, StringComparison.Ordinal);
        Assert.Contains("SPF-DNS: txt : our.test : \"v=spf1 include:\\\"x\\\" -all??Evil: yes?\"\r\n", text, StringComparison.Ordinal);
        var (report, problem) = Read(text, detail.Header);
        Assert.Equal("", problem);
        Assert.Equal(("our.test", "mx.here.test"), (report!.Domain, report.Reporter));
        Assert.Equal(new ReportSource("192.0.2.1", "our.test", "our.test", "our.test", 7, 0, 0, 0), report.Source);
        var summary = report.Summary;
        Assert.Equal(("dmarc", "dkim, spf", "reject", "our.test", "@our.test", "s1"), (summary.Cause, summary.Alignment, summary.Delivery, summary.DkimDomain, summary.DkimIdentity, summary.DkimSelector));
        Assert.Equal((Now, "<bounce-ann+x=here.test@our.test>", "<ann+x@here.test>", "id-1"), (summary.Arrival, summary.MailFrom, Assert.Single(summary.Recipients), summary.EnvelopeId));
        Assert.Equal(("for ann+x@here.test", "<1@our.test>"), (summary.Subject, summary.MessageId));
        Assert.StartsWith("mx.here.test; spf=fail", summary.Results, StringComparison.Ordinal);
    }

    [Fact] // the words of RFC 9991 Appendix A, and fewer
    public void A_report_of_others_is_read()
    {
        var (report, _) = Read("\r\nVersion: 1\r\nfeedback-type: Auth-Failure\r\nAuth-Failure: dmarc\r\nIdentity-Alignment: DKIM\r\nSource-IP: 2001:db8::9\r\nIncidents: 99999999999999999999\r\nReported-Domain: Sub.Our.test.\r\n", "");
        Assert.Equal(new ReportSource("2001:db8::9", "sub.our.test", "", "", 1, 1, 0, 1), report!.Source);
        Assert.Equal("our.test", Read("Feedback-Type: auth-failure\r\n", "From: \"x\" <a@our.test>\r\n").Report!.Domain);
        Assert.Equal(1_000_000_000, Read("Feedback-Type: auth-failure\r\nReported-Domain: a.test\r\nIncidents: 9999999999\r\n", "").Report!.Source.Count);
        Assert.Equal("it is a report of another kind", Read("Feedback-Type: abuse\r\nReported-Domain: our.test\r\n", "").Problem);
        Assert.Equal("it does not say what it is about", Read("Feedback-Type: auth-failure\r\n", "").Problem);
        Assert.Equal("it does not say what it is about", Read("", "").Problem);
    }

    [Theory] // RFC 3834: what a machine wrote is not answered by one
    [InlineData("Auto-Submitted: auto-replied", true)]
    [InlineData("Auto-Submitted: no", false)]
    [InlineData("Content-Type: multipart/report; report-type=feedback-report", true)]
    [InlineData("Content-Type: message/feedback-report", true)]
    [InlineData("Precedence: auto_reply", true)]
    [InlineData("Content-Type: text/plain", false)]
    public void Machines_are_told_from_people(string field, bool expected) => Assert.Equal(expected, Message(field + "\r\n").IsAutomatic);

    [Fact] // D07
    public void Any_text_gives_a_report_or_a_reason() => Gen.Select(
        Gen.String[Gen.Char["\r\n\t :;,.<>@\"ab1\u00e9\0"], 0, 200], Gen.String[Gen.Char["\r\n\t :<>@ab\u00ff\0"], 0, 200], Gen.OneOf("Feedback-Type: auth-failure\r\n", "", "Feedback-Type:")).Sample(
        (text, header, start) =>
        {
            var (report, problem) = Read(start + "Reported-Domain: " + text + "\r\nSource-IP: " + text + "\r\nArrival-Date: " + text + "\r\nOriginal-Mail-From: " + text + "\r\nIncidents: 1" + text, "From: " + header);
            Assert.Equal(report is null, problem.Length > 0);
            Assert.All(report is null ? [] : (string[])[report.Domain, report.Reporter, report.Summary.MailFrom, report.Source.Source, report.Source.Author, report.Source.SpfDomain, report.Summary.From],
                word => Assert.True(word.Length <= 200 && !word.Any(char.IsControl)));
        },
        iter: 5_000);

    [Fact]
    public void Any_header_is_redacted_within_bounds() => Gen.Select(Gen.String[Gen.Char["\r\n\t :;,.<>@\"()\\ab=\u00e9"], 0, 300], Gen.OneOf("To", "Cc", "Subject", "Received", "X-Any")).Sample(
        (text, name) =>
        {
            var message = Message($"{name}: {text} ann+x@here.test\r\n");
            string shown = FailureDetail.Of(FailureCauseTests.Found(Record, false, false), FailureCause.Of(FailureCauseTests.Found(Record, false, false))!, message, new FailureRedaction(), 1_000).Header;
            Assert.InRange(shown.Length, 0, 1_000);
            Assert.DoesNotContain("ann+x@here.test", shown, StringComparison.OrdinalIgnoreCase);
        },
        iter: 5_000);

    private static FailureDetail Detail(FailureRedaction? redaction, int most = 10_000)
    {
        var found = FailureCauseTests.Found(Record, false, false) with { Sender = "bounce-ann+x=here.test@our.test" };
        return FailureDetail.Of(found, FailureCause.Of(found)!, Message(Mail.ReplaceLineEndings("\r\n")), redaction, most);
    }

    private static FailedMessage Message(string header) => new("m1", Now, IPAddress.Parse("192.0.2.1"), 40_000, new HeaderBlock(Encoding.Latin1.GetBytes(header)), ["ann+x@here.test"], "id-1");

    private static (FailureReport? Report, string Problem) Read(string feedback, string returned) => FailureReportReader.Read(Encoding.Latin1.GetBytes(feedback), Encoding.Latin1.GetBytes(returned));
}
