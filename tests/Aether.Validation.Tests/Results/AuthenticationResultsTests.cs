using System.Net;
using Aether.Validation.Arc;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;
using CsCheck;

namespace Aether.Validation.Tests.Results;

public class AuthenticationResultsTests
{
    [Fact] // RFC 8601 §2.2
    public void All_methods_stand_in_one_field()
    {
        var found = new MailAuthentication("mx.here.test")
        {
            Reverse = new ReverseOutcome(ReverseResult.Pass, IPAddress.Parse("192.0.2.1"), "mail.example.com"),
            HeloSpf = new SpfOutcome(SpfResult.None, SpfIdentity.Helo, "mail.example.com"),
            Spf = new SpfOutcome(SpfResult.Pass, SpfIdentity.MailFrom, "example.com"),
            Helo = "mail.example.com",
            Sender = "joe@example.com",
            Dkim = [new DkimOutcome(DkimResult.Pass, "example.com", "s1", "@example.com", "rsa-sha256", "ab/d+Q==") { KeySize = 2048 }],
            Arc = new ArcOutcome(ArcResult.Fail, ["x.test"], "seal 1: there is no key"),
            Dmarc = new DmarcOutcome(DmarcResult.Pass, "example.com") { Record = new DmarcRecord(), Published = DmarcPolicy.Reject },
        };
        Assert.Equal(
            """
            Authentication-Results: mx.here.test;
            	iprev=pass (mail.example.com) policy.iprev=192.0.2.1;
            	spf=none smtp.helo=mail.example.com;
            	spf=pass smtp.mailfrom=joe@example.com;
            	dkim=pass (2048-bit key) header.d=example.com header.s=s1 header.a=rsa-sha256 header.b="ab/d+Q==";
            	arc=fail (seal 1: there is no key);
            	dmarc=pass (p=reject) header.from=example.com

            """.ReplaceLineEndings("\r\n"),
            AuthenticationResults.Format(found));
    }

    [Fact]
    public void Without_checks_it_says_none() => Assert.Equal("Authentication-Results: mx.here.test; none\r\n", AuthenticationResults.Format(new MailAuthentication("mx.here.test")));

    [Fact]
    public void What_a_sender_wrote_stays_in_its_line()
    {
        var found = new MailAuthentication("mx") { Spf = new SpfOutcome(SpfResult.PermError, SpfIdentity.MailFrom, "x", null, "bad)\r\nX: 1 (\\"), Sender = "a b\"\r\n;dmarc=pass\"@x", Dmarc = new DmarcOutcome(DmarcResult.PermError, "") };
        Assert.Equal(
            ["Authentication-Results: mx;", "\tspf=permerror (bad]X: 1 [/) smtp.mailfrom=\"a b\\\";dmarc=pass\\\"@x\";", "\tdkim=none;", "\tdmarc=permerror", ""],
            AuthenticationResults.Format(found).Split("\r\n"));
    }

    [Theory] // D06
    [InlineData(" mx.here.test; spf=pass", true)]
    [InlineData(" MX.Here.Test 1; spf=pass", true)]
    [InlineData("\r\n\tmx.here.test;\r\n\tspf=pass", true)]
    [InlineData(" (it is (us)) mx.here.test(x); none", true)]
    [InlineData(" \"mx.here.\\test\"; none", true)]
    [InlineData(" mx.here.test.; none", true)]
    [InlineData("mx.here.test", true)]
    [InlineData(" mx.there.test; spf=pass", false)]
    [InlineData(" other; spf=pass (mx.here.test)", false)]
    [InlineData("", false)]
    [InlineData(" (", false)]
    public void A_field_that_claims_to_be_ours_is_recognised(string value, bool isOurs) => Assert.Equal(isOurs, AuthenticationResults.IsFrom(value, "mx.here.test"));

    [Fact]
    public void Any_field_is_ours_or_is_not_one() => Gen.String[Gen.Char["mx.hert;() \t\r\n\\\"1=\0\u00e9"], 0, 60].Sample(
        text =>
        {
            bool isOurs = AuthenticationResults.IsFrom(text, "mx.here.test");
            Assert.Equal(isOurs, AuthenticationResults.IsFrom(" (a (b) \\( c)\r\n\t" + text, "mx.here.test"));
            Assert.True(AuthenticationResults.IsFrom($"mx.here.test;{text}", "mx.here.test"));
            _ = AuthenticationResults.AuthorOf(text);
        },
        iter: 20_000);

    [Fact] // RFC 8601 §3
    public async Task An_address_is_followed_to_its_name_and_back()
    {
        var dns = new TableResolver().Pointer("192.0.2.1", "a.test").Pointer("192.0.2.1", "b.test").Address("b.test", "192.0.2.1").Pointer("192.0.2.2", "a.test").Pointer("192.0.2.4", "down.test").Fails<IPAddress>("down.test");
        async Task<(ReverseResult, string?)> CheckAsync(string address)
        {
            var outcome = await ReverseName.CheckAsync(dns, IPAddress.Parse(address), TestContext.Current.CancellationToken);
            return (outcome.Result, outcome.Name);
        }

        Assert.Equal((ReverseResult.Pass, "b.test"), await CheckAsync("::ffff:192.0.2.1"));
        Assert.Equal((ReverseResult.Fail, null), await CheckAsync("192.0.2.2"));
        Assert.Equal((ReverseResult.PermError, null), await CheckAsync("192.0.2.3"));
        Assert.Equal((ReverseResult.TempError, null), await CheckAsync("192.0.2.4"));
    }
}
