using System.Text;
using Aether.Protocol.Text;

namespace Aether.Protocol.Tests.Text;

public sealed class CrlfLineReaderTests
{
    [Theory]
    [InlineData("NOOP\r\nQUIT\r\n", LineStatus.Complete, "NOOP", "QUIT\r\n")]
    [InlineData("\r\n", LineStatus.Complete, "", "")]
    [InlineData("NOOP", LineStatus.Incomplete, "", "NOOP")]
    [InlineData("NOOP\r", LineStatus.Incomplete, "", "NOOP\r")]
    [InlineData("NOOP\n", LineStatus.BareTerminator, "", "NOOP\n")]
    [InlineData("NO\rOP\r\n", LineStatus.BareTerminator, "", "NO\rOP\r\n")]
    [InlineData("\n\r\n", LineStatus.BareTerminator, "", "\n\r\n")]
    [InlineData("0123456789abcd\r\n", LineStatus.Complete, "0123456789abcd", "")]
    [InlineData("0123456789abcde\r\n", LineStatus.TooLong, "", "0123456789abcde\r\n")]
    [InlineData("0123456789abcdef", LineStatus.TooLong, "", "0123456789abcdef")]
    public void A_line_ends_at_crlf_and_nowhere_else(string text, LineStatus expected, string line, string rest)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (int at = 0; at <= bytes.Length; at++)
        {
            var input = Split.At(bytes, at);
            var status = CrlfLineReader.TryRead(ref input, 16, out var found);
            Assert.Equal(expected, status);
            Assert.Equal(line, Encoding.ASCII.GetString(found));
            Assert.Equal(rest, Encoding.ASCII.GetString(input));
        }
    }
}
