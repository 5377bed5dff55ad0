using Aether.Validation.Dmarc;
using Aether.Validation.DmarcReports;
using Aether.Validation.Domains;
using CsCheck;

namespace Aether.Validation.Tests.DmarcReports;

/// <summary>Whom a report is sent to. RFC 9990 §3.5, §4, case D07.</summary>
public class DmarcDestinationsTests
{
    private readonly TableResolver dns = new();

    [Fact]
    public async Task A_domain_and_its_relatives_are_believed()
    {
        dns.Text("_dmarc.ours.test", "v=DMARC1; p=none; rua=mailto:a@ours.test!10k,mailto:b@sub.ours.test");
        Assert.Equal([new("a@ours.test"), new("b@sub.ours.test")], await FindAsync());
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("v=spf1 -all", "")]
    [InlineData("v=DMARC1", "a@far.test")]
    [InlineData("v=DMARC1;", "a@far.test")]
    [InlineData("v=DMARC1; rua=mailto:other@far.test!1m", "other@far.test")]
    [InlineData("v=DMARC1; rua=mailto:victim@elsewhere.test", "")] // RFC 9990 §4: neither there nor here
    public async Task A_stranger_has_to_agree(string? record, string expected)
    {
        dns.Text("_dmarc.ours.test", "v=DMARC1; p=none; rua=mailto:a@far.test");
        if (record is not null)
            dns.Text("ours.test._report._dmarc.far.test", record);
        Assert.Equal(expected, string.Join(' ', (await FindAsync())!.Select(place => place.Address)));
    }

    [Fact]
    public async Task What_can_not_be_looked_up_is_asked_again_later()
    {
        dns.Text("_dmarc.ours.test", "v=DMARC1; p=none; rua=mailto:a@far.test").Fails<string>("ours.test._report._dmarc.far.test");
        Assert.Null(await FindAsync());
        Assert.Null(await new DmarcDestinations(new TableResolver().Fails<string>("_dmarc.ours.test"), DmarcMode.TreeWalk, PublicSuffixList.Shipped).FindAsync("ours.test", default));
    }

    [Theory] // RFC 9991 §2, §5
    [InlineData("v=DMARC1; p=none; rua=mailto:x@ours.test; ruf=mailto:a@ours.test,mailto:b@far.test,mailto:c@agreed.test", "a@ours.test d@agreed.test")]
    [InlineData("v=DMARC1; p=none; rua=mailto:x@ours.test; psd=y; ruf=mailto:a@ours.test", "")]
    [InlineData("v=DMARC1; p=none; rua=mailto:x@ours.test", "")]
    public async Task Reports_of_failures_go_where_the_domain_wants_those(string record, string expected)
    {
        dns.Text("_dmarc.ours.test", record).Text("ours.test._report._dmarc.agreed.test", "v=DMARC1; rua=mailto:no@agreed.test; ruf=mailto:d@agreed.test");
        var places = await new DmarcDestinations(dns, DmarcMode.TreeWalk, PublicSuffixList.Shipped).FindFailureAsync("ours.test", default);
        Assert.Equal(expected, string.Join(' ', places!.Select(place => place.Address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=DMARC1; p=none")]
    [InlineData("v=DMARC1; p=none; rua=mailto:a@,mailto:@@,https://ours.test")]
    public async Task Who_wants_none_gets_none(string record)
    {
        dns.Text("_dmarc.ours.test", record);
        Assert.Empty((await FindAsync())!);
    }

    [Theory] // RFC 9989 §4.8: sizes are of RFC 7489, and ignored
    [InlineData("mailto:a@x.test!10m")]
    [InlineData("mailto:a@x.test!x")]
    [InlineData("mailto:a@x.test!")]
    [InlineData("mailto:a@x.test!99999999999999999999k")]
    [InlineData("mailto:a@x.test")]
    public void A_size_says_nothing(string uri) => Assert.Equal(new DmarcReportPlace("a@x.test"), Assert.Single(DmarcReportPlace.ParseAll(uri)));

    [Fact]
    public void Any_text_is_a_list_of_places() => Gen.String[Gen.Char["mailto:a@x.test!10%4, \0\u00e9;/?#"], 0, 80].Sample(
        text => Assert.All(DmarcReportPlace.ParseAll("mailto:" + text), place => Assert.Contains('@', place.Address)), iter: 20_000);

    private ValueTask<IReadOnlyList<DmarcReportPlace>?> FindAsync() => new DmarcDestinations(dns, DmarcMode.TreeWalk, PublicSuffixList.Shipped).FindAsync("ours.test", default);
}
