using Aether.Mime.Text;
using CsCheck;

namespace Aether.Mime.Tests.Text;

/// <summary>Base subjects. RFC 5256 §2.1.</summary>
public sealed class BaseSubjectTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Re: plain", "plain")]
    [InlineData("RE : FW: Fwd: plain (fwd) (FWD) ", "plain")]
    [InlineData("[list] Re: [other] re [3]: plain", "plain")]
    [InlineData("[only]", "[only]")]
    [InlineData("Re: [only]", "[only]")]
    [InlineData("[list] plain", "plain")]
    [InlineData("[Fwd: Re: plain]", "plain")]
    [InlineData("[fwd: [fwd: x]]", "x")]
    [InlineData(" a \t\r\n b ", "a b")]
    [InlineData("reply: x", "reply: x")]
    [InlineData("fwdd: x", "fwdd: x")]
    [InlineData("[a[b] x", "[a[b] x")]
    [InlineData("Re:", "")]
    [InlineData("", "")]
    public void What_replying_adds_is_taken_off(string subject, string expected) => Assert.Equal(expected, BaseSubject.Of(subject));

    [Fact]
    public void A_base_subject_is_its_own() =>
        Gen.String[Gen.Char["rRefFwWdD:[]() x"], 0, 40].Sample(subject => BaseSubject.Of(BaseSubject.Of(subject)) == BaseSubject.Of(subject), iter: 50_000);

    [Fact]
    public void Ten_thousand_brackets_take_no_time() => Assert.Equal("x", BaseSubject.Of(string.Concat(Enumerable.Repeat("[a]", 10_000)) + "x"));
}
