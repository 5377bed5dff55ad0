using System.Net;
using System.Text;
using Aether.Http.Guarded;
using Aether.Testing.Certificates;
using Aether.Testing.Servers;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Validation.Tests.Bimi;

/// <summary>From a message that DMARC passed to its indicator, over real HTTPS.</summary>
public sealed class BimiCheckTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Image = Marks.Octets();
    private readonly TableResolver dns = new();
    private readonly MailAuthority web = new();
    private readonly MarkAuthority authority = new();
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly HttpsFiles files;
    private readonly HttpsFiles lists = new(null);
    private BimiIndicators? indicators;

    public BimiCheckTests()
    {
        files = new HttpsFiles(web.Issue("files.test"));
        files.Files["/logo.svg"] = Image;
        files.Files["/mark.pem"] = Encoding.ASCII.GetBytes(Issue("brand.test"));
        lists.Files["/1.crl"] = authority.List(TimeSpan.FromDays(7));
        dns.Address("files.test", "127.0.0.1").Address("lists.test", "127.0.0.1").Text("default._bimi.brand.test", $"v=BIMI1; l=https://files.test:{files.Port}/logo.svg; a=https://files.test:{files.Port}/mark.pem");
    }

    public async ValueTask DisposeAsync()
    {
        indicators?.Dispose();
        await files.DisposeAsync();
        await lists.DisposeAsync();
        web.Dispose();
        authority.Dispose();
    }

    [Fact]
    public async Task A_mark_with_its_certificate_passes_and_is_fetched_once()
    {
        var found = await CheckAsync(Dmarc("v=DMARC1; p=reject"));
        Assert.Equal((BimiResult.Pass, BimiAuthority.Pass, "Registered Mark", "brand.test", "default"), (found.Result, found.Evidence, found.Mark, found.Domain, found.Selector));
        Assert.Equal(Image, found.Indicator.ToArray());
        Assert.Equal(2, files.Requests);
        await CheckAsync(Dmarc("v=DMARC1; p=quarantine"));
        Assert.Equal(2, files.Requests);
        clock.Advance(TimeSpan.FromDays(1));
        files.Files["/logo.svg"] = Marks.Pack(Image); // SVGZ is the same
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        Assert.Equal(4, files.Requests);
    }

    [Theory]
    [InlineData("v=DMARC1; p=none")]
    [InlineData("v=DMARC1; p=reject; sp=none")]
    [InlineData("v=DMARC1; p=quarantine; pct=99")]
    [InlineData("v=DMARC1; p=quarantine; t=y")]
    public async Task A_policy_that_does_not_bite_shows_nothing(string record)
    {
        Assert.Equal(BimiResult.Skipped, (await CheckAsync(Dmarc(record))).Result);
        Assert.Equal((0, 0), (files.Requests, dns.Questions));
    }

    [Fact]
    public async Task What_does_not_pass_shows_nothing()
    {
        Assert.Equal(BimiResult.Skipped, (await CheckAsync(Dmarc("v=DMARC1; p=reject") with { Result = DmarcResult.Fail })).Result);
        Assert.Equal(BimiResult.Skipped, (await CheckAsync(null)).Result);
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject; pct=5"))).Result);
    }

    [Theory]
    [InlineData("v=DMARC1; p=none", BimiResult.Skipped)]
    [InlineData("v=DMARC1; p=reject", BimiResult.Pass)]
    public async Task A_subdomain_is_as_good_as_its_organization(string above, BimiResult expected)
    {
        dns.Text("_dmarc.brand.test", above);
        var found = await CheckAsync(Dmarc("v=DMARC1; p=reject") with { Author = "news.brand.test", PolicyDomain = "news.brand.test", Organization = "brand.test" });
        Assert.Equal((expected, expected is BimiResult.Pass ? "brand.test" : ""), (found.Result, found.Domain));
    }

    [Fact]
    public async Task A_subdomain_may_decline()
    {
        dns.Text("default._bimi.news.brand.test", "v=BIMI1; l=; a=;");
        var found = await CheckAsync(Dmarc("v=DMARC1; p=reject") with { Author = "news.brand.test", Organization = "brand.test" });
        Assert.Equal((BimiResult.Declined, "news.brand.test"), (found.Result, found.Domain));
    }

    [Theory]
    [InlineData("bimi-selector", DkimResult.Pass, "summer")]
    [InlineData("from", DkimResult.Pass, "default")]
    [InlineData("BIMI-Selector", DkimResult.Fail, "default")]
    public async Task A_selector_counts_where_the_author_signed_it(string covered, DkimResult result, string expected)
    {
        dns.Text("summer._bimi.brand.test", $"v=BIMI1; l=https://files.test:{files.Port}/logo.svg; a=https://files.test:{files.Port}/mark.pem");
        var signature = new DkimOutcome(result, "brand.test", "s", "@brand.test", "ed25519-sha256", "") { Headers = ["From", covered] };
        Assert.Equal(expected, (await CheckAsync(Dmarc("v=DMARC1; p=reject"), "summer", signature)).Selector);
    }

    [Fact]
    public async Task What_is_not_as_it_has_to_be_fails()
    {
        files.Files["/logo.svg"] = Marks.Octets(Marks.Good.Replace("red", "blue", StringComparison.Ordinal));
        Assert.Contains("not that of its certificate", (await FailAsync()).Reason, StringComparison.Ordinal);
        files.Files["/logo.svg"] = Marks.Octets(Marks.Good.Replace("<desc>", "<script/><desc>", StringComparison.Ordinal));
        Assert.Contains("element script", (await FailAsync()).Reason, StringComparison.Ordinal);
        files.Files["/logo.svg"] = Marks.Pack(new byte[10 << 20]);
        Assert.Contains("too large", (await FailAsync()).Reason, StringComparison.Ordinal);
        files.Files["/mark.pem"] = new byte[300 << 10];
        Assert.Contains("too long", (await FailAsync(BimiResult.TempError)).Reason, StringComparison.Ordinal);
        files.Files["/mark.pem"] = Encoding.ASCII.GetBytes(Issue("other.test"));
        Assert.Equal(BimiAuthority.Fail, (await FailAsync()).Evidence);
        files.Files.Clear();
        Assert.Contains("404", (await FailAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_demanded_unless_that_is_not_wanted()
    {
        dns.Clear("default._bimi.brand.test").Text("default._bimi.brand.test", $"v=BIMI1; l=https://files.test:{files.Port}/logo.svg");
        Assert.Contains("no certificate", (await FailAsync()).Reason, StringComparison.Ordinal);
        Assert.Equal(0, files.Requests);
        indicators?.Dispose();
        indicators = New(options => options with { NeedsCertificate = false });
        Assert.Equal((BimiResult.Pass, BimiAuthority.None), await OfAsync(CheckAsync(Dmarc("v=DMARC1; p=reject"))));
    }

    [Fact] // RFC 5280 §6.3
    public async Task What_its_authority_took_back_fails()
    {
        string mark = Issue("brand.test");
        files.Files["/mark.pem"] = Encoding.ASCII.GetBytes(mark);
        lists.Files["/1.crl"] = authority.List(TimeSpan.FromDays(7), Issue("brand.test"), mark);
        var found = await FailAsync();
        Assert.Equal(("the certificate was revoked", BimiAuthority.Fail), (found.Reason, found.Evidence));
    }

    [Fact]
    public async Task A_list_is_fetched_once_for_all_that_it_is_about()
    {
        dns.Text("default._bimi.other.test", $"v=BIMI1; l=https://files.test:{files.Port}/logo.svg; a=https://files.test:{files.Port}/other.pem");
        files.Files["/other.pem"] = Encoding.ASCII.GetBytes(Issue("other.test"));
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject") with { Author = "other.test", PolicyDomain = "other.test", Organization = "other.test" })).Result);
        Assert.Equal(1, lists.Requests);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("old")]
    [InlineData("stranger")]
    [InlineData("broken")]
    [InlineData("long")]
    public async Task Without_a_list_that_counts_nothing_is_known(string kind)
    {
        using var stranger = new MarkAuthority();
        byte[] list = lists.Files["/1.crl"];
        lists.Files["/1.crl"] = kind switch
        {
            "old" => authority.List(TimeSpan.FromMinutes(30)),
            "stranger" => stranger.List(TimeSpan.FromDays(7)),
            "broken" => list[..^1],
            "long" => new byte[(1 << 20) + 1],
            _ => list,
        };
        if (kind == "missing")
            lists.Files.Clear();
        Assert.Contains("can't be found out", (await FailAsync(BimiResult.TempError)).Reason, StringComparison.Ordinal);
        indicators!.Dispose();
        indicators = New(static options => options with { Revocation = BimiRevocation.Prefer });
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        int asked = lists.Requests;
        indicators.Dispose();
        indicators = New(static options => options with { Revocation = BimiRevocation.Off });
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        Assert.Equal(asked, lists.Requests);
    }

    [Fact]
    public async Task A_certificate_has_to_say_where_it_would_be_revoked()
    {
        files.Files["/mark.pem"] = Encoding.ASCII.GetBytes(authority.Issue(Image, new MarkWish(), "brand.test"));
        Assert.Contains("does not say where", (await FailAsync()).Reason, StringComparison.Ordinal);
        indicators!.Dispose();
        indicators = New(static options => options with { Revocation = BimiRevocation.Prefer });
        Assert.Equal(BimiResult.Pass, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
    }

    [Fact]
    public async Task Addresses_inside_are_not_asked()
    {
        indicators = New(static options => options, allowed: "192.0.2.0/24");
        Assert.Equal(BimiResult.TempError, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        Assert.Equal(0, files.Requests);
    }

    [Fact]
    public async Task A_message_does_not_wait_for_long()
    {
        var gate = new TaskCompletionSource();
        files.Gate = gate.Task;
        indicators = New(static options => options with { Wait = TimeSpan.Zero });
        var first = await CheckAsync(Dmarc("v=DMARC1; p=reject"));
        Assert.Equal((BimiResult.TempError, "it is being fetched"), (first.Result, first.Reason));
        gate.SetResult();
        await Eventually.IsTrueAsync(async () => (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result is BimiResult.Pass, "the next one finds it");
        Assert.Equal(2, files.Requests);
    }

    [Fact]
    public async Task Silence_of_name_servers_is_no_answer()
    {
        dns.Fails<string>("default._bimi.brand.test");
        Assert.Equal(BimiResult.TempError, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        dns.Clear("default._bimi.brand.test");
        Assert.Equal(BimiResult.None, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
        dns.Text("default._bimi.brand.test", "v=BIMI1; l=https://a.test/x").Text("default._bimi.brand.test", "v=BIMI1; l=https://b.test/x");
        Assert.Equal(BimiResult.Fail, (await CheckAsync(Dmarc("v=DMARC1; p=reject"))).Result);
    }

    private string Issue(string name) => authority.Issue(Image, new MarkWish { Lists = [$"http://lists.test:{lists.Port}/1.crl"] }, name);

    private static DmarcOutcome Dmarc(string text)
    {
        var record = DmarcRecord.Parse(text)!;
        return new DmarcOutcome(DmarcResult.Pass, "brand.test") { PolicyDomain = "brand.test", Organization = "brand.test", Record = record, Requested = record.IsTest ? DmarcPolicy.None : record.Policy, Published = record.Policy };
    }

    private static async Task<(BimiResult, BimiAuthority)> OfAsync(Task<BimiOutcome> check) => (await check) is var found ? (found.Result, found.Evidence) : default;

    private async Task<BimiOutcome> FailAsync(BimiResult expected = BimiResult.Fail)
    {
        var found = await CheckAsync(Dmarc("v=DMARC1; p=reject"));
        Assert.Equal(expected, found.Result);
        Assert.True(found.Indicator.IsEmpty);
        Assert.Equal("", BimiFields.Format(found, int.MaxValue));
        clock.Advance(TimeSpan.FromDays(1));
        return found;
    }

    private async Task<BimiOutcome> CheckAsync(DmarcOutcome? dmarc, string? selector = null, params DkimOutcome[] signatures)
    {
        indicators ??= New(static options => options);
        return await new BimiCheck(dns, indicators).RunAsync(dmarc, signatures, selector, None);
    }

    private BimiIndicators New(Func<BimiOptions, BimiOptions> change, string allowed = "127.0.0.0/8")
    {
        var options = change(new BimiOptions { Roots = [authority.Root], Wait = TimeSpan.FromMinutes(1) });
        var guard = new GuardedHttpOptions { AllowedNetworks = [IPNetwork.Parse(allowed)], Roots = [web.Root], MaxAnswer = options.MaxCertificate };
        return new BimiIndicators(options, new GuardedHttp(guard, dns, TimeProvider.System), new GuardedHttp(guard with { AllowsPlain = true, MaxAnswer = 1 << 20 }, dns, TimeProvider.System), clock);
    }
}
