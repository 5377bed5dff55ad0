using System.Net;
using System.Text;
using System.Xml.Linq;
using Aether.Storage.Reports;
using Aether.Validation.Checks;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.DmarcReports;
using Aether.Validation.Results;
using Aether.Validation.Spf;
using CsCheck;

namespace Aether.Validation.Tests.DmarcReports;

public class DmarcReportTests
{
    private static readonly DmarcReportHead Head = new("Org", "reports@far.test", "r1@far.test", new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero));
    private static readonly DmarcPublished Policy = new("ours.test", "treewalk", "quarantine", "none", "reject", "r", "s", "n");
    private static readonly DmarcDetail Good = new(Policy, "192.0.2.1", "ours.test", "ours.test", "pass", true, true, "", "ours.test", "pass", [new("ours.test", "s1", "pass")]);
    private static readonly DmarcDetail Bad = new(Policy, "2001:db8::5", "sub.ours.test", "far.test", "quarantine", false, false, "", "far.test", "fail", [new("far.test", "x", "fail"), new("list.test", "y", "pass")]);

    /// <summary>As most operators write them: RFC 7489 Appendix C, without a namespace.</summary>
    private const string Old = """
        <?xml version="1.0" encoding="UTF-8" ?><feedback><report_metadata><org_name>google.com</org_name><email>noreply-dmarc-support@google.com</email>
        <extra_contact_info>https://support.google.com/a/answer/2466580</extra_contact_info><report_id>10683</report_id><date_range><begin>1700000000</begin><end>1700086399</end></date_range></report_metadata>
        <policy_published><domain>Ours.test</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp><pct>100</pct></policy_published>
        <record><row><source_ip>192.0.2.7</source_ip><count>3</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>
        <reason><type>forwarded</type><comment/></reason></policy_evaluated></row><identifiers><header_from>ours.test</header_from></identifiers>
        <auth_results><dkim><domain>other.test</domain><result>pass</result></dkim><dkim><domain>ours.test</domain><result>pass</result><selector>a</selector></dkim><spf><domain>list.test</domain><result>pass</result></spf></auth_results></record>
        <record><row><source_ip>192.0.2.8</source_ip><count>2</count><policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>ours.test</header_from></identifiers><auth_results><spf><domain>bad.test</domain><result>softfail</result></spf></auth_results></record></feedback>
        """;

    [Fact]
    public void What_was_counted_is_written_and_read_again()
    {
        byte[] xml = DmarcReportWriter.Write(Head, Policy, [(DmarcDetail.Parse(Good.Format())!, 7), (Bad, 2)], lost: 4);
        var (report, problem) = Read(xml);
        Assert.Equal("", problem);
        Assert.Equal(Head, report!.Head);
        Assert.Equal(Policy, report.Summary.Policy);
        Assert.Equal((7, 0, 2, 0), (report.Summary.Passed, report.Summary.None, report.Summary.Quarantined, report.Summary.Rejected));
        Assert.Equal("4 more messages of many other kinds are not in this report", Assert.Single(report.Summary.Errors));
        Assert.Equal([new("192.0.2.1", "ours.test", "ours.test", "ours.test", 7, 7, 7, 7), new("2001:db8::5", "sub.ours.test", "far.test", "list.test", 2, 0, 0, 0)], report.Sources);
        Assert.Contains("<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">", Encoding.UTF8.GetString(xml), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_as_it_was_written_of_old_is_read()
    {
        var (report, problem) = Read(Encoding.UTF8.GetBytes(Old));
        Assert.Equal("", problem);
        Assert.Equal(("google.com", "10683", "ours.test", "none"), (report!.Head.Organization, report.Head.ReportId, report.Summary.Policy.Domain, report.Summary.Policy.Policy));
        Assert.Equal((3, 2), (report.Summary.Passed, report.Summary.None));
        Assert.Equal([new("192.0.2.7", "ours.test", "list.test", "ours.test", 3, 0, 3, 3), new("192.0.2.8", "ours.test", "bad.test", "", 2, 0, 0, 0)], report.Sources);
    }

    [Fact] // RFC 9990 §3.1.1, §5
    public void What_the_standard_allows_besides_is_passed_over()
    {
        string text = Encoding.UTF8.GetString(DmarcReportWriter.Write(Head, Policy, [(Good, 7)], lost: 0))
            .Replace("<feedback ", "<feedback xmlns:ext=\"urn:example\" ", StringComparison.Ordinal)
            .Replace("<record>", "<extension><ext:record><ext:row><ext:count>99</ext:count></ext:row></ext:record></extension><record>", StringComparison.Ordinal)
            .Replace("</record>", "<ext:row><ext:count>99</ext:count><ext:more><count>99</count></ext:more></ext:row></record>", StringComparison.Ordinal)
            .Replace("<report_id>", "<extra_contact_info lang=\"fr\">moi</extra_contact_info><report_id>", StringComparison.Ordinal);
        var (report, problem) = Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal("", problem);
        Assert.Equal([new("192.0.2.1", "ours.test", "ours.test", "ours.test", 7, 7, 7, 7)], report!.Sources);
    }

    [Fact] // RFC 9990 §3.1.1.2 to §3.1.1.14: what must be there, in the order in which it must be
    public void What_is_written_has_all_that_the_standard_demands()
    {
        var xml = XDocument.Parse(Encoding.UTF8.GetString(DmarcReportWriter.Write(Head, Policy, [(Bad with { Override = "local_policy" }, 2)], lost: 4))).Root!;
        Assert.All(xml.DescendantsAndSelf(), element => Assert.Equal(DmarcReportWriter.Namespace, element.Name.NamespaceName));
        Assert.Equal(["version", "report_metadata", "policy_published", "record"], Names(xml));
        Assert.Equal("1.0", xml.Elements().First().Value);
        Assert.Equal(["org_name", "email", "report_id", "date_range", "error", "generator"], Names(xml, "report_metadata"));
        Assert.Equal(["domain", "discovery_method", "p", "sp", "np", "adkim", "aspf", "testing"], Names(xml, "policy_published"));
        Assert.Equal(["row", "identifiers", "auth_results"], Names(xml, "record"));
        Assert.Equal(["source_ip", "count", "policy_evaluated"], Names(xml, "record", "row"));
        Assert.Equal(["disposition", "dkim", "spf", "reason"], Names(xml, "record", "row", "policy_evaluated"));
        Assert.Equal(["header_from", "envelope_from"], Names(xml, "record", "identifiers"));
        Assert.Equal(["dkim", "dkim", "spf"], Names(xml, "record", "auth_results"));
        Assert.Equal(["domain", "selector", "result"], Names(xml, "record", "auth_results", "dkim"));
        Assert.Equal(["domain", "scope", "result"], Names(xml, "record", "auth_results", "spf"));
    }

    [Theory] // case D07
    [InlineData("<!DOCTYPE feedback [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><feedback>&b;</feedback>")]
    [InlineData("<!DOCTYPE feedback SYSTEM \"http://127.0.0.1:1/x.dtd\"><feedback/>")]
    [InlineData("<!DOCTYPE feedback [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><feedback><report_metadata><org_name>&x;</org_name></report_metadata></feedback>")]
    [InlineData("<feedback><report_metadata>")]
    [InlineData("<feedback/>")]
    [InlineData("<html/>")]
    [InlineData("not xml")]
    [InlineData("")]
    public void What_is_dangerous_or_no_report_is_none(string xml) => Assert.Null(Read(Encoding.UTF8.GetBytes(xml)).Report);

    [Fact] // case D07
    public void Nothing_is_read_without_bounds()
    {
        Assert.Equal("it is nested too deep", Read(Encoding.UTF8.GetBytes("<feedback>" + string.Concat(Enumerable.Repeat("<a>", 50)))).Problem);
        byte[] xml = DmarcReportWriter.Write(Head, Policy, Enumerable.Range(0, 1000).Select(i => (Good with { Source = $"192.0.{i / 250}.{i % 250}" }, 1L)), 0);
        var (report, _) = Read(xml, new DmarcReportLimits(Sources: 11));
        Assert.Equal((11, 1000L, 1000L), (report!.Sources.Count, report.Messages, report.Passed));
        Assert.Equal(new ReportSource("*", "", "", "", 990, 990, 990, 990), report.Sources[0]);
        Assert.Equal("it has too many records", Read(xml, new DmarcReportLimits(Records: 999)).Problem);
        Assert.Null(Read(xml, new DmarcReportLimits(Octets: 10_000)).Report);

        // One text, as long as may be, is cut as it is read.
        var (cut, _) = Read(Encoding.UTF8.GetBytes(Old.Replace("google.com", new string('g', 1_000_000), StringComparison.Ordinal)));
        Assert.Equal(200, cut!.Head.Organization.Length);
    }

    [Fact]
    public void Any_change_of_a_report_makes_a_report_or_none()
    {
        byte[] good = Encoding.UTF8.GetBytes(Old);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            change =>
            {
                byte[] octets = [.. good];
                octets[change.Item1] = change.Item2;
                var (report, problem) = Read(octets[..(change.Item3 % 3 == 0 ? change.Item3 : octets.Length)]);
                Assert.Equal(report is null, problem.Length > 0);
            },
            iter: 5_000);
    }

    [Theory] // RFC 9990 §3.1.1.9, §3.1.6, Appendix A
    [InlineData(DmarcResult.Pass, MailAction.Accept, DmarcPolicy.Reject, DmarcPolicy.Reject, "pass", "")]
    [InlineData(DmarcResult.Pass, MailAction.Accept, DmarcPolicy.None, DmarcPolicy.None, "none", "")]
    [InlineData(DmarcResult.Fail, MailAction.Reject, DmarcPolicy.Reject, DmarcPolicy.Reject, "reject", "")]
    [InlineData(DmarcResult.Fail, MailAction.Quarantine, DmarcPolicy.Reject, DmarcPolicy.Quarantine, "quarantine", "policy_test_mode")]
    [InlineData(DmarcResult.Fail, MailAction.Accept, DmarcPolicy.None, DmarcPolicy.None, "none", "")]
    [InlineData(DmarcResult.Fail, MailAction.Accept, DmarcPolicy.Reject, DmarcPolicy.Reject, "none", "trusted_forwarder")]
    [InlineData(DmarcResult.Fail, MailAction.Reject, DmarcPolicy.None, DmarcPolicy.None, "reject", "local_policy")]
    public void A_record_says_what_was_done_and_why_not_what_was_asked(DmarcResult result, MailAction action, DmarcPolicy published, DmarcPolicy requested, string disposition, string reason)
    {
        var detail = DmarcDetail.Of(Found(result, action, published, requested), IPAddress.Parse("::ffff:192.0.2.1"), new CheckOptions("here.test"))!;
        Assert.Equal((disposition, reason), (detail.Disposition, detail.Override));
        Assert.Equal(("192.0.2.1", "ours.test", "far.test", "fail"), (detail.Source, detail.Author, detail.Envelope, detail.Spf));
        Assert.Equal(["ours.test", "list.test", "far.test"], detail.Signatures.Select(signature => signature.Domain));
    }

    [Fact]
    public void What_nobody_wants_to_know_or_nobody_knows_is_not_counted()
    {
        var options = new CheckOptions("here.test");
        var found = Found(DmarcResult.Pass, MailAction.Accept, DmarcPolicy.None, DmarcPolicy.None);
        Assert.NotNull(DmarcDetail.Of(found, IPAddress.Loopback, options));
        Assert.Null(DmarcDetail.Of(found with { Dmarc = found.Dmarc! with { Record = new DmarcRecord() } }, IPAddress.Loopback, options));
        Assert.Null(DmarcDetail.Of(found with { Dmarc = found.Dmarc! with { Result = DmarcResult.TempError } }, IPAddress.Loopback, options));
        Assert.Null(DmarcDetail.Of(found with { Dmarc = null }, IPAddress.Loopback, options));
        Assert.Null(DmarcDetail.Of(found with { Action = MailAction.Defer }, IPAddress.Loopback, options));
    }

    private static IEnumerable<string> Names(XElement root, params string[] path) =>
        path.Aggregate(root, static (element, name) => element.Element(element.Name.Namespace + name)!).Elements().Select(element => element.Name.LocalName);

    private static (DmarcReport? Report, string Problem) Read(byte[] xml, DmarcReportLimits? limits = null)
    {
        using var stream = new MemoryStream(xml);
        return DmarcReportReader.Read(stream, limits ?? new DmarcReportLimits());
    }

    private static MailAuthentication Found(DmarcResult result, MailAction action, DmarcPolicy published, DmarcPolicy requested) => new("here.test")
    {
        Sender = "joe@far.test",
        Spf = new SpfOutcome(SpfResult.Fail, SpfIdentity.MailFrom, "far.test"),
        Dkim =
        [
            new(DkimResult.Fail, "far.test", "a", "", "", ""), new(DkimResult.Pass, "list.test", "b", "", "", ""), new(DkimResult.Pass, "ours.test", "c", "", "", ""), new(DkimResult.PermError, "", "", "", "", ""),
        ],
        Dmarc = new DmarcOutcome(result, "ours.test")
        {
            PolicyDomain = "ours.test",
            Organization = "ours.test",
            Published = published,
            Requested = requested,
            Record = new DmarcRecord { Policy = published, Reports = [new DmarcReportPlace("a@ours.test")] },
        },
        Action = action,
    };
}
