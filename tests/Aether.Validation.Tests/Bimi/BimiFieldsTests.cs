using System.Text;
using Aether.Validation.Bimi;
using Aether.Validation.Dmarc;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.Tests.Bimi;

public sealed class BimiFieldsTests
{
    private static readonly BimiOutcome Passed = new(BimiResult.Pass)
    {
        Domain = "brand.test",
        Selector = "default",
        Location = new Uri("https://files.test/logo.svg"),
        Authority = new Uri("https://files.test/mark.pem"),
        Evidence = BimiAuthority.Pass,
        Mark = "Registered Mark",
        Indicator = Marks.Octets(),
        PrefersPersonal = true,
    };

    [Fact]
    public void Readers_are_told_where_and_what_it_is()
    {
        string fields = BimiFields.Format(Passed, 32 << 10);
        Assert.StartsWith("BIMI-Location: v=BIMI1;\r\n\tl=https://files.test/logo.svg;\r\n\ta=https://files.test/mark.pem\r\nBIMI-Logo-Preference: avp=personal;\r\nBIMI-Indicator:\r\n ", fields, StringComparison.Ordinal);
        string encoded = fields[(fields.IndexOf("BIMI-Indicator:", StringComparison.Ordinal) + 15)..].Replace("\r\n ", "", StringComparison.Ordinal).Trim();
        Assert.Equal(Marks.Good, Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
        Assert.DoesNotContain("BIMI-Indicator", BimiFields.Format(Passed, 10), StringComparison.Ordinal);
        Assert.Equal("", BimiFields.Format(null, 10));
    }

    [Fact]
    public void Nothing_that_a_message_says_makes_it_its_author()
    {
        var dmarc = new DmarcOutcome(DmarcResult.Pass, "far.test");
        var found = new MailAuthentication("mx.test") { Dmarc = dmarc, Spf = new SpfOutcome(SpfResult.Pass, SpfIdentity.MailFrom, "x.test"), Sender = "\"a;\r\n\tdmarc=pass header.from=google.com\"@x.test" };
        Assert.Equal("far.test", AuthenticationResults.AuthorOf(AuthenticationResults.Value(found) + "\r\n"));
        Assert.Null(AuthenticationResults.AuthorOf(AuthenticationResults.Value(found with { Dmarc = dmarc with { Result = DmarcResult.Fail } }) + "\r\n"));
    }

    [Fact]
    public void Results_say_what_was_found()
    {
        string value = AuthenticationResults.Value(new MailAuthentication("mx.test") { Bimi = Passed });
        Assert.Matches("^mx.test;\r\n\tbimi=pass \\(Registered Mark\\) header.d=brand.test header.selector=default policy.authority=pass policy.indicator-hash=[0-9a-f]{16}$", value);
        value = AuthenticationResults.Value(new MailAuthentication("mx.test") { Bimi = new BimiOutcome(BimiResult.Skipped, "DMARC did not pass") });
        Assert.Equal("mx.test;\r\n\tbimi=skipped (DMARC did not pass)", value);
    }
}
