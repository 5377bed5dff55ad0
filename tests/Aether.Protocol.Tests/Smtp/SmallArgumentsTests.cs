using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

/// <summary>EHLO, BDAT, AUTH and xtext.</summary>
public sealed class SmallArgumentsTests
{
    [Theory]
    [InlineData("client.test", true)]
    [InlineData("[192.0.2.1]", true)]
    [InlineData("[IPv6:2001:db8::1]", true)]
    [InlineData("my_host", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("%s%n", false)] // S09
    [InlineData("$(id)", false)]
    [InlineData("h\u00f6st", false)]
    public void A_greeting_name_is_checked(string name, bool legal) =>
        Assert.Equal(legal ? ArgumentsStatus.Ok : ArgumentsStatus.Syntax, EhloArguments.TryParse(Encoding.UTF8.GetBytes(name), out _));

    [Fact]
    public void A_greeting_name_has_at_most_255_octets() =>
        Assert.Equal(ArgumentsStatus.Syntax, EhloArguments.TryParse(Encoding.ASCII.GetBytes(new string('a', 256)), out _));

    [Theory]
    [InlineData("0", 0, false)]
    [InlineData("86", 86, false)]
    [InlineData("1000 last", 1000, true)]
    [InlineData("0 LAST", 0, true)]
    public void A_chunk_has_a_size(string text, long size, bool last)
    {
        Assert.Equal(ArgumentsStatus.Ok, BdatArguments.TryParse(Encoding.ASCII.GetBytes(text), out var bdat));
        Assert.Equal(new BdatArguments(size, last), bdat);
    }

    [Theory] // S07
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("9223372036854775808")]
    [InlineData("10 FIRST")]
    [InlineData("10 LAST LAST")]
    [InlineData("LAST")]
    [InlineData("1e3")]
    public void What_is_no_chunk_size_is_refused(string text) =>
        Assert.Equal(ArgumentsStatus.Syntax, BdatArguments.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("plain", "PLAIN", null)]
    [InlineData("PLAIN AGFubgBzZWNyZXQ=", "PLAIN", "AGFubgBzZWNyZXQ=")]
    [InlineData("SCRAM-SHA-256-PLUS =", "SCRAM-SHA-256-PLUS", "=")]
    public void A_mechanism_may_bring_its_first_message(string text, string mechanism, string? initial)
    {
        Assert.Equal(ArgumentsStatus.Ok, AuthArguments.TryParse(Encoding.ASCII.GetBytes(text), out var auth));
        Assert.Equal(mechanism, auth.Mechanism);
        Assert.Equal(initial, auth.InitialResponse is { } bytes ? Encoding.ASCII.GetString(bytes.Span) : null);
        Assert.Equal(mechanism, auth.ToString()); // the secret has no text form
    }

    [Theory]
    [InlineData("")]
    [InlineData("PLAIN a b")]
    [InlineData("PL/AIN")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTU")]
    public void What_is_no_mechanism_is_refused(string text) =>
        Assert.Equal(ArgumentsStatus.Syntax, AuthArguments.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Xtext_carries_any_text() =>
        Gen.String.Sample(text =>
        {
            var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.True(Xtext.TryDecode(Encoding.ASCII.GetBytes(Xtext.Encode(clean)), out string decoded));
            Assert.Equal(clean, decoded);
        });

    [Theory]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a+")]
    [InlineData("a+3")]
    [InlineData("a+3d")] // RFC 3461 §4: hexchar is upper case
    [InlineData("+FF")]
    public void What_is_no_xtext_is_refused(string text) => Assert.False(Xtext.TryDecode(Encoding.ASCII.GetBytes(text), out _));
}
