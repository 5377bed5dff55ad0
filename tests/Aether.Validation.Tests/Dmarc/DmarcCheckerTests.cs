using Aether.Validation.Authors;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Spf;

namespace Aether.Validation.Tests.Dmarc;

/// <summary>RFC 9989 §4.10, §5.3, and the older way.</summary>
public class DmarcCheckerTests
{
    private readonly TableResolver dns = new();

    [Fact]
    public async Task Without_a_record_there_is_no_result()
    {
        var outcome = await CheckAsync("mail.example.com");
        Assert.Equal((DmarcResult.None, "mail.example.com"), (outcome.Result, outcome.Author));
    }

    [Theory]
    [InlineData("example.com", "r", true)]
    [InlineData("mail.example.com", "r", true)]
    [InlineData("example.com", "s", true)]
    [InlineData("mail.example.com", "s", false)]
    [InlineData("notexample.com", "r", false)]
    [InlineData("com", "r", false)]
    public async Task Identifiers_are_aligned_by_organization_or_exactly(string identifier, string mode, bool aligned)
    {
        dns.Text("_dmarc.example.com", $"v=DMARC1; p=reject; adkim={mode}; aspf={mode}");
        var expected = aligned ? DmarcResult.Pass : DmarcResult.Fail;
        Assert.Equal(expected, (await CheckAsync("example.com", Spf(SpfResult.Pass, identifier))).Result);
        Assert.Equal(expected, (await CheckAsync("example.com", null, Dkim(DkimResult.Pass, identifier))).Result);
    }

    [Fact] // D01
    public async Task A_signature_over_a_part_does_not_count()
    {
        dns.Text("_dmarc.example.com", "v=DMARC1; p=reject");
        Assert.Equal(DmarcResult.Fail, (await CheckAsync("example.com", null, Dkim(DkimResult.Pass, "example.com") with { IsPartial = true })).Result);
    }

    [Theory] // RFC 9989 §4.7
    [InlineData("v=DMARC1; p=reject", "example.com", DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=reject; sp=quarantine", "sub.example.com", DmarcPolicy.Quarantine)]
    [InlineData("v=DMARC1; p=quarantine; sp=none; np=reject", "gone.example.com", DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=quarantine; sp=none; np=reject", "sub.example.com", DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=reject; t=y", "example.com", DmarcPolicy.Quarantine)]
    [InlineData("v=DMARC1; p=quarantine; t=y", "example.com", DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=reject; pct=0", "example.com", DmarcPolicy.Reject)] // pct is history
    public async Task The_policy_is_that_of_the_domain_its_subdomains_or_the_missing_ones(string record, string author, DmarcPolicy expected)
    {
        dns.Text("_dmarc.example.com", record).Address("sub.example.com", "192.0.2.1");
        var outcome = await CheckAsync(author);
        Assert.Equal((DmarcResult.Fail, expected), (outcome.Result, outcome.Requested));
        Assert.Equal("example.com", outcome.PolicyDomain);
    }

    [Fact] // RFC 9989 §4.10.2
    public async Task A_public_suffix_ends_the_organization_below_it()
    {
        dns.Text("_dmarc.bank", "v=DMARC1; p=reject; psd=y").Text("_dmarc.a.bank", "v=DMARC1; p=none");
        var outcome = await CheckAsync("mail.a.bank", Spf(SpfResult.Pass, "other.a.bank"));
        Assert.Equal((DmarcResult.Pass, "a.bank", "a.bank"), (outcome.Result, outcome.Organization, outcome.PolicyDomain));
        Assert.Equal(DmarcResult.Fail, (await CheckAsync("mail.a.bank", Spf(SpfResult.Pass, "b.bank"))).Result);
        var without = await CheckAsync("mail.c.bank");
        Assert.Equal(("bank", "c.bank", DmarcPolicy.Reject), (without.PolicyDomain, without.Organization, without.Requested));
    }

    [Fact] // RFC 9989 §4.10.2: psd=n
    public async Task A_division_can_be_an_organization_of_its_own()
    {
        dns.Text("_dmarc.example.com", "v=DMARC1; p=none").Text("_dmarc.unit.example.com", "v=DMARC1; p=reject; psd=n");
        var outcome = await CheckAsync("x.unit.example.com", Spf(SpfResult.Pass, "example.com"));
        Assert.Equal((DmarcResult.Fail, "unit.example.com"), (outcome.Result, outcome.Organization));
    }

    [Fact] // RFC 9989 §4.10: of a long name only the last seven labels are asked
    public async Task A_long_name_does_not_cost_a_question_a_label()
    {
        dns.Text("_dmarc.example.com", "v=DMARC1; p=reject");
        var outcome = await CheckAsync(string.Join('.', Enumerable.Range(0, 60).Select(i => $"l{i}")) + ".example.com");
        Assert.Equal("example.com", outcome.PolicyDomain);
        Assert.InRange(dns.Questions, 1, 9);
    }

    [Fact]
    public async Task Several_records_are_none()
    {
        dns.Text("_dmarc.example.com", "v=DMARC1; p=reject").Text("_dmarc.example.com", "v=DMARC1; p=none").Text("_dmarc.other.com", "v=spf1").Text("_dmarc.other.com", "v=DMARC1; p=reject");
        Assert.Equal(DmarcResult.None, (await CheckAsync("example.com")).Result);
        Assert.Equal(DmarcResult.Fail, (await CheckAsync("other.com")).Result);
    }

    [Fact] // D08
    public async Task What_can_not_be_looked_up_is_neither_pass_nor_fail()
    {
        dns.Fails<string>("_dmarc.example.com").Text("_dmarc.other.com", "v=DMARC1; p=reject");
        Assert.Equal(DmarcResult.TempError, (await CheckAsync("example.com")).Result);
        Assert.Equal(DmarcResult.TempError, (await CheckAsync("other.com", Spf(SpfResult.TempError, "other.com"))).Result);
        Assert.Equal(DmarcResult.TempError, (await CheckAsync("other.com", null, Dkim(DkimResult.TempError, "m.other.com"))).Result);
        Assert.Equal(DmarcResult.Fail, (await CheckAsync("other.com", Spf(SpfResult.TempError, "stranger.com"))).Result); // it could not have helped
    }

    [Theory] // RFC 7489 §3.2; D09
    [InlineData("mail.example.co.uk", "example.co.uk")]
    [InlineData("a.b.kobe.jp", "a.b.kobe.jp")]
    [InlineData("x.blogspot.com", "x.blogspot.com")] // a private suffix
    [InlineData("www.xn--85x722f.com.cn", "xn--85x722f.com.cn")]
    public async Task The_older_way_asks_the_public_suffix_list(string author, string organization)
    {
        dns.Text("_dmarc." + organization, "v=DMARC1; p=reject");
        var outcome = await new DmarcChecker(dns, DmarcMode.PublicSuffix, PublicSuffixList.Shipped).CheckAsync(new AuthorFinding(author, null), Spf(SpfResult.Pass, "sibling." + organization), [], CancellationToken.None);
        Assert.Equal((DmarcResult.Pass, organization), (outcome.Result, outcome.Organization));
    }

    [Fact]
    public async Task The_two_ways_differ_where_a_registry_says_nothing()
    {
        dns.Text("_dmarc.example.co.uk", "v=DMARC1; p=reject").Text("_dmarc.uk", "v=DMARC1; p=none");
        var walked = await CheckAsync("example.co.uk");
        var listed = await new DmarcChecker(dns, DmarcMode.PublicSuffix, PublicSuffixList.Shipped).CheckAsync(new AuthorFinding("example.co.uk", null), null, [], CancellationToken.None);
        Assert.Equal(("uk", "example.co.uk"), (walked.Organization, listed.Organization));
    }

    private static SpfOutcome Spf(SpfResult result, string domain) => new(result, SpfIdentity.MailFrom, domain);

    private static DkimOutcome Dkim(DkimResult result, string domain) => new(result, domain, "s", "@" + domain, "rsa-sha256", "abc");

    private async Task<DmarcOutcome> CheckAsync(string author, SpfOutcome? spf = null, params DkimOutcome[] dkim) =>
        await new DmarcChecker(dns, DmarcMode.TreeWalk, PublicSuffixList.Shipped).CheckAsync(new AuthorFinding(author, null), spf, dkim, TestContext.Current.CancellationToken);
}
