using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

/// <summary>BURL. RFC 4468 §3.</summary>
public sealed class BurlArgumentsTests
{
    [Theory]
    [InlineData("imap://x/INBOX", "imap://x/INBOX", false)]
    [InlineData("imap://x/INBOX LAST", "imap://x/INBOX", true)]
    [InlineData("imap://x/INBOX last", "imap://x/INBOX", true)]
    public void Urls(string text, string url, bool isLast)
    {
        Assert.Equal(ArgumentsStatus.Ok, BurlArguments.TryParse(Encoding.ASCII.GetBytes(text), out var burl));
        Assert.Equal((url, isLast), (burl.Url, burl.IsLast));
        Assert.Equal(ArgumentsStatus.Ok, BurlArguments.TryParse(Encoding.ASCII.GetBytes(burl.ToString()), out var again));
        Assert.Equal(burl, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("LAST")]
    [InlineData("x")]
    [InlineData(":x")]
    [InlineData("imap://x LAST ")]
    [InlineData("imap://x  LAST")]
    [InlineData("imap://x FIRST")]
    [InlineData("imap://\u00e9")]
    public void What_is_none_is_refused(string text) => Assert.Equal(ArgumentsStatus.Syntax, BurlArguments.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Whatever_comes_is_read_without_an_accident() => Gen.Byte.Array[0, 40].Sample(static octets => BurlArguments.TryParse(octets, out _) is ArgumentsStatus.Ok or ArgumentsStatus.Syntax);
}
