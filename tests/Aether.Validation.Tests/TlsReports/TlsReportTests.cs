using System.Text;
using System.Text.Json.Nodes;
using Aether.Validation.TlsReports;
using CsCheck;

namespace Aether.Validation.Tests.TlsReports;

public class TlsReportTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly TlsPolicyFacts Sts = new(TlsPolicyType.Sts, "company-y.example", ["version: STSv1", "mode: testing"], ["*.mail.company-y.example"]);

    /// <summary>RFC 8460 Appendix B.</summary>
    private const string Example = """
        { "organization-name": "Company-X", "date-range": { "start-datetime": "2016-04-01T00:00:00Z", "end-datetime": "2016-04-01T23:59:59Z" },
          "contact-info": "sts-reporting@company-x.example", "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
          "policies": [{ "policy": { "policy-type": "sts",
            "policy-string": ["version: STSv1","mode: testing","mx: *.mail.company-y.example","max_age: 86400"], "policy-domain": "company-y.example", "mx-host": "*.mail.company-y.example" },
            "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
            "failure-details": [
              { "result-type": "certificate-expired", "sending-mta-ip": "2001:db8:abcd:0012::1", "receiving-mx-hostname": "mx1.mail.company-y.example", "failed-session-count": 100 },
              { "result-type": "starttls-not-supported", "sending-mta-ip": "2001:db8:abcd:0013::1", "receiving-mx-hostname": "mx2.mail.company-y.example", "receiving-ip": "203.0.113.56",
                "failed-session-count": 200, "additional-information": "https://reports.company-x.example/report_info?id=5065427c-23d3#StarttlsNotSupported" },
              { "result-type": "validation-failure", "sending-mta-ip": "198.51.100.62", "receiving-ip": "203.0.113.58", "receiving-mx-hostname": "mx-backup.mail.company-y.example",
                "failed-session-count": 3, "failure-reason-code": "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED" }] }] }
        """;

    [Fact]
    public void The_example_of_the_rfc_is_read()
    {
        var report = TlsReportReader.Read(Encoding.UTF8.GetBytes(Example))!;
        Assert.Equal(("Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be", 5326L, 303L), (report.Organization, report.ReportId, report.Succeeded, report.Failed));
        var policy = Assert.Single(report.Policies);
        Assert.Equal(("sts", "company-y.example"), (policy.Type, policy.Domain));
        Assert.Equal(["*.mail.company-y.example"], policy.Hosts);
        Assert.Equal(4, policy.Strings.Count);
        Assert.Equal(["certificate-expired", "starttls-not-supported", "validation-failure"], policy.Failures.Select(failure => failure.Type));
        Assert.Equal(new TlsFailureReport("starttls-not-supported", "2001:db8:abcd:0013::1", "mx2.mail.company-y.example", "203.0.113.56", 200, ""), policy.Failures[1]);
    }

    [Fact]
    public void What_was_counted_is_written_and_read_again()
    {
        var failure = new TlsFailure(TlsResultType.CertificateExpired, "192.0.2.1", "mx.company-y.example", "192.0.2.9", "old");
        var none = new TlsPolicyFacts(TlsPolicyType.None, "company-y.example", [], []);
        (TlsDetail, long)[] counted = [(new(Sts, null), 5), (new(Sts, failure), 2), (new(Sts, failure with { Reason = "" }), 3), (new(none, null), 7)];
        var policies = TlsReport.Sum(counted.Select(seen => (TlsDetail.Parse(seen.Item1.Format())!, seen.Item2)));
        Assert.Equal([("sts", 5L, 5L), ("no-policy-found", 7L, 0L)], policies.Select(policy => (policy.Type, policy.Succeeded, policy.Failed)));
        byte[] json = TlsReportWriter.Write(new TlsReport("Org", "id@x", Begin, Begin.AddDays(1).AddSeconds(-1), "a@x.test", policies));
        var read = TlsReportReader.Read(json)!;
        Assert.Equal(json, TlsReportWriter.Write(read));
        Assert.Equal((12, 5), (read.Succeeded, read.Failed));

        // RFC 8460 §4.4: the names as they are written.
        var policy = JsonNode.Parse(json)!["policies"]![0]!;
        Assert.Equal("2026-11-22T23:59:59Z", JsonNode.Parse(json)!["date-range"]!["end-datetime"]!.GetValue<string>());
        Assert.Equal("*.mail.company-y.example", policy["policy"]!["mx-host"]![0]!.GetValue<string>());
        Assert.Equal(5, policy["summary"]!["total-failure-session-count"]!.GetValue<long>());
        Assert.Equal("certificate-expired", policy["failure-details"]![0]!["result-type"]!.GetValue<string>());
        Assert.Equal(3, policy["failure-details"]![0]!["failed-session-count"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"date-range":{},"policies":[]}""")]
    [InlineData("""{"report-id":"x","date-range":{"start-datetime":"now","end-datetime":"then"},"policies":[{"policy":{}}]}""")]
    [InlineData("""{"report-id":"x","date-range":{"start-datetime":"2016-04-01T00:00:00Z","end-datetime":"2016-04-01T00:00:00Z"},"policies":[1,[],{}]}""")]
    public void What_is_no_report_is_none(string json) => Assert.Null(TlsReportReader.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void What_is_too_much_is_cut()
    {
        string policy = """{"policy":{"policy-type":"x\u0000\u001b[2J\ud800y","policy-string":["a"]},"summary":{"total-successful-session-count":9223372036854775807,"total-failure-session-count":-5}}""".Replace("\\ud800", "", StringComparison.Ordinal);
        string json = $$"""{"report-id":"{{new string('i', 10_000)}}","organization-name":7,"date-range":{"start-datetime":"2016-04-01T00:00:00Z","end-datetime":"2016-04-01T00:00:00Z"},"policies":[{{string.Join(',', Enumerable.Repeat(policy, 500))}}]}""";
        var report = TlsReportReader.Read(Encoding.UTF8.GetBytes(json))!;
        Assert.Equal((200, "", 50), (report.ReportId.Length, report.Organization, report.Policies.Count));
        Assert.Equal((long.MaxValue, 0), (report.Succeeded, report.Failed));
        Assert.Equal("x??[2Jy", report.Policies[0].Type);
        Assert.Null(TlsReportReader.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"a":""", 1000)))));
        Assert.Null(TlsReportReader.Read(Encoding.UTF8.GetBytes(json.Replace("\\u0000", "\\ud800", StringComparison.Ordinal))) is { } odd && odd.Policies.Count > 100 ? odd : null);
    }

    [Fact]
    public void Any_change_of_a_report_makes_a_report_or_none()
    {
        byte[] good = Encoding.UTF8.GetBytes(Example);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            change =>
            {
                byte[] octets = [.. good];
                octets[change.Item1] = change.Item2;
                _ = TlsReportReader.Read(octets.AsMemory(0, change.Item3 % 3 == 0 ? change.Item3 : octets.Length));
            },
            iter: 20_000);
    }
}
