using System.Text;
using Aether.Validation.Authors;
using Aether.Validation.Messages;
using CsCheck;

namespace Aether.Validation.Tests.Authors;

/// <summary>Case D02.</summary>
public class AuthorDomainTests
{
    [Theory]
    [InlineData("joe@example.test", "example.test")]
    [InlineData("Joe <joe@Example.TEST.>", "example.test")]
    [InlineData("\"joe@evil.test\" <joe@example.test>", "example.test")]
    [InlineData("Joe (joe@evil.test) <joe@example.test>", "example.test")]
    [InlineData("=?utf-8?q?joe=40evil.test?= <joe@example.test>", "example.test")]
    [InlineData("=?utf-8?q?joe@evil.test?= <joe@example.test>", "example.test")]
    [InlineData("a@example.test, b@example.test", "example.test")]
    [InlineData("Team: a@example.test, B <b@example.test>;", "example.test")] // RFC 6854
    [InlineData("joe@example.test <joe@example.test>", "example.test")]
    [InlineData("\"quoted\\\"@evil.test\"@example.test", "example.test")]
    [InlineData("joe@(hidden)example.test (Joe)", "example.test")]
    [InlineData("\u00e4@b\u00fccher.example", "xn--bcher-kva.example")] // D09
    [InlineData("a@xn--bcher-kva.example, b@b\u00fccher.example", "xn--bcher-kva.example")]
    public void One_domain_is_found(string from, string domain) => Assert.Equal(domain, Find($"From: {from}\r\n").Domain);

    [Theory]
    [InlineData("To: x@y.test\r\n")]
    [InlineData("From: joe@example.test\r\nFrom: joe@example.test\r\n")]
    [InlineData("From: joe@example.test\r\nfROM : eve@evil.test\r\n")]
    [InlineData("From: a@b@c.test\r\n")]
    [InlineData("From: a@bank.test:b@evil.test\r\n")]
    [InlineData("From: <a@bank.test>:<b@evil.test>\r\n")]
    [InlineData("From: <a@bank.test> <b@evil.test>\r\n")]
    [InlineData("From: a@bank.test, b@evil.test\r\n")]
    [InlineData("From: a@bank.test <b@evil.test>\r\n")]
    [InlineData("From: <@bank.test,@x.test:b@evil.test>\r\n")]
    [InlineData("From: Group:;\r\n")]
    [InlineData("From: \r\n")]
    [InlineData("From: joe\r\n")]
    [InlineData("From: joe@localhost\r\n")]
    [InlineData("From: joe@[192.0.2.1]\r\n")]
    [InlineData("From: joe@bank.test\0.evil.test\r\n")]
    [InlineData("From: =?utf-8?b?am9lQGJhbmsudGVzdA==?=\r\n")]
    [InlineData("From: joe@ba_nk..test\r\n")]
    [InlineData("From: joe@bank.test/evil.test\r\n")]
    [InlineData("From: \"never closed <joe@bank.test>\r\n")]
    [InlineData("From: joe@bank.test evil\r\n")]
    public void What_readers_would_read_differently_has_no_author(string header)
    {
        var found = Find(header);
        Assert.Null(found.Domain);
        Assert.NotNull(found.Problem);
    }

    [Fact]
    public void Any_field_has_one_author_or_a_problem() => Gen.String[Gen.Char["a@.<>\"()\\,;:=? \r\n\t\0\u00e4-"], 0, 40].Sample(
        text =>
        {
            var found = AuthorDomain.Find(text);
            Assert.Equal(found.Domain is null, found.Problem is not null);
        },
        iter: 50_000);

    private static AuthorFinding Find(string header) => AuthorDomain.Find(new HeaderBlock(Encoding.UTF8.GetBytes(header)));
}
