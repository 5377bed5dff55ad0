using System.Text;
using Aether.Validation.Bimi;
using Aether.Validation.Results;

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
    public void Results_say_what_was_found()
    {
        string value = AuthenticationResults.Value(new MailAuthentication("mx.test") { Bimi = Passed });
        Assert.Matches("^mx.test;\r\n\tbimi=pass \\(Registered Mark\\) header.d=brand.test header.selector=default policy.authority=pass policy.indicator-hash=[0-9a-f]{16}$", value);
        value = AuthenticationResults.Value(new MailAuthentication("mx.test") { Bimi = new BimiOutcome(BimiResult.Skipped, "DMARC did not pass") });
        Assert.Equal("mx.test;\r\n\tbimi=skipped (DMARC did not pass)", value);
    }
}
