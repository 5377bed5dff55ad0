using System.Text;
using Aether.Validation.Bimi;
using Aether.Validation.Messages;
using CsCheck;

namespace Aether.Validation.Tests.Bimi;

public sealed class BimiRecordTests
{
    [Theory]
    [InlineData("v=BIMI1; l=https://a.test/logo.svg", "https://a.test/logo.svg", null)]
    [InlineData("v=BIMI1; l=https://a.test/logo.svg; a=https://b.test:8443/c.pem;", "https://a.test/logo.svg", "https://b.test:8443/c.pem")]
    [InlineData(" v = BIMI1 ;l = https://A.test/x ; a= ; avp=brand; unknown=1", "https://a.test/x", null)]
    public void A_record_names_its_places(string text, string location, string? authority)
    {
        var record = BimiRecord.Parse(text, out string problem);
        Assert.Equal((location, authority, ""), (record!.Location!.AbsoluteUri, record.Authority?.AbsoluteUri, problem));
        Assert.Equal(record, BimiRecord.Parse(record.ToString(), out _));
    }

    [Fact]
    public void A_domain_may_decline() => Assert.True(BimiRecord.Parse("v=BIMI1; l=; a=;", out _)!.IsDeclined);

    [Fact]
    public void A_sender_may_rather_have_his_picture_shown() => Assert.True(BimiRecord.Parse("v=BIMI1; l=https://a.test/x; avp=personal", out _)!.PrefersPersonal);

    [Theory]
    [InlineData("v=BIMI1")]
    [InlineData("v=BIMI1; a=https://a.test/x")]
    [InlineData("v=BIMI1; l=; a=https://a.test/x")]
    [InlineData("v=BIMI1; l=http://a.test/x")]
    [InlineData("v=BIMI1; l=https://127.0.0.1/x")]
    [InlineData("v=BIMI1; l=https://[::1]/x")]
    [InlineData("v=BIMI1; l=https://localhost/x")]
    [InlineData("v=BIMI1; l=https://user@a.test/x")]
    [InlineData("v=BIMI1; l=//a.test/x")]
    [InlineData("v=BIMI1; l=https://a.test/x,https://b.test/x")]
    [InlineData("v=BIMI1; l=https://ä.test/x")]
    [InlineData("v=BIMI1; l=https://a.test/x; l=https://b.test/x")]
    [InlineData("v=BIMI1; l=https://a.test/x; ; a=")]
    public void What_can_not_be_used_is_not(string text) => Assert.Null(BimiRecord.Parse(text, out _));

    [Theory]
    [InlineData("v=BIMI1", true)]
    [InlineData("v=bimi1; l=", false)]
    [InlineData("v=BIMI2; l=", false)]
    [InlineData("l=; v=BIMI1", false)]
    [InlineData("v=BIMI10; l=", false)]
    [InlineData("", false)]
    public void Only_its_version_makes_a_record(string text, bool expected) => Assert.Equal(expected, BimiRecord.IsBimi(text));

    [Fact]
    public void Whatever_is_written_is_read_without_harm()
    {
        var pieces = Pieces("v=BIMI1", ";", "l=", "a=", "https://", "a.test", "/", "\r\n", "\0", " ", "=", "é", "[", ":99999", "@", "%", new string('x', 1000));
        pieces.Array[0, 12].Sample(
            parts =>
            {
                if (BimiRecord.Parse(string.Concat(parts), out _) is not { } record)
                    return;
                string fields = BimiFields.Format(new BimiOutcome(BimiResult.Pass) { Location = record.Location, Authority = record.Authority }, 10);
                Assert.All(fields.Split("\r\n"), static line => Assert.True(line.Length < 998 && line.All(c => c is >= ' ' and < '\x7f' or '\t')));
            },
            iter: 50_000);
    }

    [Theory]
    [InlineData("BIMI-Selector: v=BIMI1; s=Brand\r\n", "brand")]
    [InlineData("bimi-selector: v=BIMI1;\r\n\ts=a.b-c;\r\n", "a.b-c")]
    [InlineData("BIMI-Selector: s=brand; v=BIMI1\r\n", null)]
    [InlineData("BIMI-Selector: v=BIMI1; s=a..b\r\n", null)]
    [InlineData("BIMI-Selector: v=BIMI1; s=a b\r\n", null)]
    [InlineData("BIMI-Selector: v=BIMI1; s=a\r\nBIMI-Selector: v=BIMI1; s=a\r\n", null)]
    [InlineData("BIMI-Selector: v=BIMI1\r\n", null)]
    [InlineData("Subject: a\r\n", null)]
    public void A_message_chooses_by_its_field(string header, string? expected) => Assert.Equal(expected, BimiSelector.Find(new HeaderBlock(Encoding.ASCII.GetBytes(header))));

    [Fact]
    public void Any_field_chooses_a_selector_or_none() => Pieces("BIMI-Selector: ", "v=BIMI1", ";", "s=", "brand", ".", "\r\n", "\r\n\t", "\0", "é", new string('x', 70)).Array[0, 12].Sample(
        parts =>
        {
            if (BimiSelector.Find(new HeaderBlock(Encoding.UTF8.GetBytes("BIMI-Selector: v=BIMI1; s=" + string.Concat(parts) + "\r\n"))) is { } selector)
                Assert.True(selector.Length <= 100 && selector.Split('.').All(static label => label.Length is > 0 and <= 63));
        },
        iter: 20_000);

    private static Gen<string> Pieces(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
