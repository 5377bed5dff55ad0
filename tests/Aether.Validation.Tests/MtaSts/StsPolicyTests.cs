using Aether.Validation.MtaSts;
using CsCheck;

namespace Aether.Validation.Tests.MtaSts;

/// <summary>Records and policies as RFC 8461 §3.1 and §3.2 write them, and as nobody should.</summary>
public sealed class StsPolicyTests
{
    [Theory]
    [InlineData("v=STSv1; id=20160831085700Z;", "20160831085700Z")]
    [InlineData("v=STSv1;id=1", "1")]
    [InlineData("v=STSv1 ; ext=x; id=a", "a")]
    [InlineData("v=STSv1", null)]
    [InlineData("v=STSv2; id=1", null)]
    [InlineData("v=STSv10; id=1", null)]
    [InlineData("v=STSv1; id=a-b", null)]
    [InlineData("v=STSv1; id=012345678901234567890123456789012", null)]
    public void A_record_names_the_policy(string text, string? id) => Assert.Equal(id, StsRecord.FindId(["v=spf1 -all", text]));

    [Fact] // RFC 8461 §3.1
    public void Several_records_count_as_none() => Assert.Null(StsRecord.FindId(["v=STSv1; id=1", "v=STSv1; id=1"]));

    [Fact] // RFC 8461 §3.2, its example
    public void A_policy_is_read()
    {
        var policy = StsPolicy.Parse("version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n")!;
        Assert.Equal((StsMode.Enforce, 3, TimeSpan.FromDays(7)), (policy.Mode, policy.Hosts.Count, policy.MaxAge));
        Assert.True(policy.Fits("MAIL.example.com."));
        Assert.True(policy.Fits("mx.example.net"));
        Assert.False(policy.Fits("example.net"));
        Assert.False(policy.Fits("a.mx.example.net")); // RFC 8461 §4.1: one label
        Assert.False(policy.Fits("example.com"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1\n")] // nobody to take the mail
    [InlineData("version: STSv2\nmode: none\nmax_age: 1\n")]
    [InlineData("mode: none\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: strict\nmx: a.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 99999999999\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.*.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a..test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 1\n<html>\n")]
    public void What_is_no_policy_is_none(string text) => Assert.Null(StsPolicy.Parse(text));

    [Fact]
    public void A_policy_lives_a_year_at_most_and_may_be_withdrawn()
    {
        Assert.Equal(StsPolicy.LongestAge, StsPolicy.Parse("version: STSv1\nmode: none\nmax_age: 9999999999\n")!.MaxAge);
        Assert.Equal(StsMode.None, StsPolicy.Parse("version: STSv1\nmode: none\nmax_age: 0")!.Mode);
    }

    [Fact]
    public void Our_own_policy_is_one_and_another_has_another_id()
    {
        var own = new OwnPolicy("Mail.Example.Test", StsMode.Enforce, TimeSpan.FromDays(7));
        Assert.True(StsPolicy.Parse(own.Text)!.Fits("mail.example.test"));
        Assert.Equal(own.Id, StsRecord.FindId([$"v=STSv1; id={own.Id}"]));
        Assert.NotEqual(own.Id, new OwnPolicy("mail.example.test", StsMode.Testing, TimeSpan.FromDays(7)).Id);
    }

    [Fact]
    public void Any_text_names_a_policy_or_none() => Gen.String[Gen.Char["v=STSv1; id=20a\t\0\u00e9"], 0, 60].Sample(
        text =>
        {
            if (StsRecord.FindId(["v=STSv1" + text, "v=spf1 -all"]) is { } id)
                Assert.True(id.Length is > 0 and <= 32 && id.All(char.IsAsciiLetterOrDigit));
            Assert.Null(StsRecord.FindId(["v=STSv1;" + text, "v=STSv1; id=1"])); // several are none
        },
        iter: 20_000);

    [Fact]
    public void Whatever_comes_is_read_or_not_and_what_was_read_is_written_the_same()
    {
        string[] names = ["version", "mode", "max_age", "mx", "x", ""];
        string[] values = ["STSv1", "enforce", "testing", "none", "86400", "a.test", "*.b.test", "\u00e4"];
        string[] ends = ["\n", "\r\n", "", ": "];
        Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int[0, values.Length - 1], Gen.String, Gen.Int[0, ends.Length - 1], (name, value, noise, end) => $"{names[name]}: {(noise.Length % 3 == 0 ? values[value] : noise)}{ends[end]}")
            .Array[0, 12].Sample(lines =>
            {
                if (StsPolicy.Parse("version: STSv1\n" + string.Concat(lines)) is { } policy)
                    Assert.Equal(policy.ToString(), StsPolicy.Parse(policy.ToString())!.ToString());
            });
    }
}
