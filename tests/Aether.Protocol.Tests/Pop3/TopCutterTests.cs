using System.Buffers;
using System.Text;
using Aether.Protocol.Pop3;
using Aether.Protocol.Text;
using CsCheck;

namespace Aether.Protocol.Tests.Pop3;

/// <summary>The grammar of POP3. RFC 1939 §3, §5, §7.</summary>
public sealed class TopCutterTests
{
    [Fact]
    public void Top_ends_at_the_same_place_however_the_octets_arrive()
    {
        var message = Gen.OneOf("a", "\r\n", "\r\n\r\n", "\n", ".\r\n", "x: y\r\n").Array[0, 30].Select(static parts => Encoding.ASCII.GetBytes(string.Concat(parts)));
        Gen.Select(message, Gen.Int[0, 5], Gen.Int[1, 7]).Sample(static (octets, lines, chunk) =>
        {
            var whole = new TopCutter(lines);
            int expected = whole.Take(octets);

            var cutter = new TopCutter(lines);
            int taken = 0;
            for (int at = 0; at < octets.Length && !cutter.IsDone; at += chunk)
                taken += cutter.Take(octets.AsSpan(at, Math.Min(chunk, octets.Length - at)));
            Assert.Equal(expected, taken);
            Assert.Equal(whole.IsDone, cutter.IsDone);
        });
    }

    [Theory]
    [InlineData("a: b\r\n\r\none\r\ntwo\r\n", 1, "a: b\r\n\r\none\r\n")]
    [InlineData("a: b\r\n\r\none\r\ntwo", 5, "a: b\r\n\r\none\r\ntwo")]
    [InlineData("a: b\r\n", 0, "a: b\r\n")]
    [InlineData("\r\nbody\r\n", 0, "\r\n")]
    public void Top_is_the_header_and_lines_of_the_body(string message, int lines, string expected)
    {
        int taken = new TopCutter(lines).Take(Encoding.ASCII.GetBytes(message));
        Assert.Equal(expected, message[..taken]);
    }

    [Theory]
    [InlineData("RETR 1", "RETR", "1")]
    [InlineData("pass a b ", "PASS", "a b ")]
    [InlineData("QUIT", "QUIT", "")]
    [InlineData("", "", "")]
    [InlineData("AVERYLONGKEYWORDINDEED 1", "", "")]
    public void A_command_is_a_keyword_and_the_rest(string line, string verb, string argument)
    {
        var command = CommandLine.Parse(Encoding.ASCII.GetBytes(line));
        Assert.Equal(verb, command.Verb);
        Assert.Equal(argument, Encoding.ASCII.GetString(command.Argument.Span));
    }

    [Fact]
    public void Lines_are_cut_at_their_ends_within_the_limit()
    {
        Gen.String[Gen.Char['a', 'd'], 0, 20].Sample(static text =>
        {
            foreach (string end in (string[])["\r\n", "\n"])
            {
                var input = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(text + end + "next"));
                var status = CommandLine.TryReadLine(ref input, 16, out byte[] line);
                bool fits = text.Length + end.Length <= 16;
                Assert.Equal(fits ? LineStatus.Complete : LineStatus.TooLong, status);
                if (fits)
                    Assert.Equal((text, 4L), (Encoding.ASCII.GetString(line), input.Length));
            }
        });
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("99999999999999999999", int.MaxValue)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("", null)]
    [InlineData("1x", null)]
    public void Numbers_are_digits(string text, int? expected) => Assert.Equal(expected, Numbers.TryParse(Encoding.ASCII.GetBytes(text), out int number) ? number : null);
}
