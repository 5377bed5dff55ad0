using Aether.Validation.Dmarc;
using CsCheck;

namespace Aether.Validation.Tests.Dmarc;

public class DmarcRecordTests
{
    [Fact]
    public void All_tags_are_read()
    {
        var record = DmarcRecord.Parse("v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=r; t=y; psd=n; pct=50; ri=3600; rf=afrf; fo=1:d; rua=mailto:a@x.test!10m , mailto:b@y.test,https://z.test; ruf=mailto:c@x.test; unknown=1;");
        Assert.NotNull(record);
        Assert.Equal((DmarcPolicy.Reject, DmarcPolicy.Quarantine, DmarcPolicy.None), (record.Policy, record.Subdomains, record.Missing));
        Assert.Equal((true, false, true, false), (record.StrictDkim, record.StrictSpf, record.IsTest, record.IsPublicSuffix));
        Assert.Equal(["a@x.test", "b@y.test"], record.Reports.Select(place => place.Address));
        Assert.Equal(["c@x.test"], record.FailureReports.Select(place => place.Address));
        Assert.Equal(DmarcFailureOptions.Any | DmarcFailureOptions.Dkim, record.FailureOptions);
    }

    [Theory]
    [InlineData("v=DMARC1; p=none", true)]
    [InlineData("v = DMARC1 ;p=none", true)]
    [InlineData("V=DMARC1; p=none", false)]
    [InlineData("v=DMARC12; p=none", false)]
    [InlineData("v=dmarc1; p=none", false)]
    [InlineData("p=none; v=DMARC1", false)]
    [InlineData("v=DMARC1; p=reject; p=none", false)]
    [InlineData("v=DMARC1 p=none", false)]
    [InlineData("v=DMARC1", false)] // no policy and no reports
    [InlineData("v=DMARC1; p=bounce", false)]
    [InlineData("v=DMARC1; p=bounce; rua=mailto:a@x.test", true)] // RFC 9989 §4.7: as p=none
    [InlineData("v=DMARC1; rua=mailto:a@x.test", true)]
    [InlineData("v=DMARC1; p=reject; sp=x; rua=http://x.test", false)]
    [InlineData("v=DMARC1; p=reject; nonsense", true)] // RFC 9989 §4.8: what is malformed counts as not there
    [InlineData("v=DMARC1;; p=reject", true)]
    [InlineData("v=DMARC1; p=none; p=reject; rua=mailto:a@x.test", true)]
    public void Malformed_records_are_none(string text, bool isRecord) => Assert.Equal(isRecord, DmarcRecord.Parse(text) is not null);

    [Fact] // RFC 9989 §4.8
    public void What_is_malformed_in_a_record_takes_nothing_else_with_it()
    {
        var record = DmarcRecord.Parse("v=DMARC1; p=reject; ; =; nonsense; adkim=x; a b=c; t=maybe; aspf=s;; fo=?; psd=?")!;
        Assert.Equal((DmarcPolicy.Reject, false, true, false), (record.Policy, record.StrictDkim, record.StrictSpf, record.IsTest));
        Assert.Null(record.IsPublicSuffix);
        Assert.Equal(DmarcPolicy.None, DmarcRecord.Parse("v=DMARC1; p=none; p=reject; rua=mailto:a@x.test")!.Policy); // nobody knows which
    }

    [Fact]
    public void A_record_that_can_not_be_followed_asks_for_reports_only() =>
        Assert.Equal(DmarcPolicy.None, DmarcRecord.Parse("v=DMARC1; p=reject; sp=x; rua=mailto:a@x.test")!.Policy);

    [Fact]
    public void Any_text_is_a_record_or_is_not_one() => Gen.String[Gen.Char["v=DMARC1;p rejctnoqu:@!,amilt%\0\u00e9"], 0, 60].Sample(text => _ = DmarcRecord.Parse("v=DMARC1;" + text), iter: 20_000);
}
