using System.Buffers;
using System.Text;
using Aether.Protocol.Imap;

namespace Aether.Protocol.Tests.Imap;

/// <summary>Commands come out whole however they arrive, and never longer than allowed. RFC 3501 §4.3, RFC 7888; cases I01, I02.</summary>
public sealed class CommandFramerTests
{
    private static readonly FrameLimits Small = new(MaxLine: 64, MaxLiteral: 10, MaxLiteralSum: 15, MaxLiterals: 3);

    [Theory]
    [InlineData("a NOOP\r\n", "Complete:a NOOP")]
    [InlineData("a NOOP\n", "Complete:a NOOP")]
    [InlineData("\r\n", "Complete:")]
    [InlineData("a NOOP\r\nb NOOP\r\nc", "Complete:a NOOP|Complete:b NOOP")]
    [InlineData("a LOGIN {3}\r\nann {2}\r\npw\r\n", "NeedContinuation|NeedContinuation|Complete:a LOGIN {3}\r\nann {2}\r\npw")]
    [InlineData("a LOGIN {3+}\r\na\nn {2+}\r\n\r\n\r\n", "Complete:a LOGIN {3+}\r\na\nn {2+}\r\n\r\n")]
    [InlineData("a X {0}\r\n\r\n", "NeedContinuation|Complete:a X {0}\r\n")]
    [InlineData("a X {}\r\n", "Complete:a X {}")]
    [InlineData("a X {-1}\r\n", "Complete:a X {-1}")]
    [InlineData("a X {1a}\r\n", "Complete:a X {1a}")]
    [InlineData("a X {11}\r\n", "LiteralRefused")]
    [InlineData("a X {11+}\r\n", "LiteralTooBig")]
    [InlineData("a X {4294967295}\r\n", "LiteralRefused")]
    [InlineData("a X {99999999999999999999}\r\n", "LiteralRefused")]
    [InlineData("a X {999999999999999999999999999999999+}\r\n", "LiteralTooBig")]
    [InlineData("a X {8+}\r\n12345678 {8+}\r\n", "LiteralTooBig")]
    [InlineData("a X {0+}\r\n{0+}\r\n{0+}\r\n{0+}\r\n", "LiteralTooBig")]
    [InlineData("a APPEND INBOX {310}\r\n", "Message:a APPEND INBOX ")]
    [InlineData("a append {5+}\r\nINBOX (\\Seen) {310+}\r\n", "Message:a append {5+}\r\nINBOX (\\Seen) ")]
    [InlineData("a APPEND {50}\r\n", "LiteralRefused")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", "LineTooLong")]
    public void Input_comes_out_as_commands_in_any_chunks(string input, string expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(input);
        for (int size = 1; size <= octets.Length; size++)
            Assert.Equal(expected, Frame(octets, size));
    }

    [Fact]
    public void An_endless_line_is_cut_at_the_limit()
    {
        var framer = new CommandFramer { Limits = Small };
        var input = new ReadOnlySequence<byte>(new byte[1_000_000]);

        Assert.Equal(FrameStatus.LineTooLong, framer.Read(ref input));
        Assert.Equal(0, framer.Command.Length);
    }

    private static string Frame(byte[] octets, int size)
    {
        var framer = new CommandFramer { Limits = Small };
        var seen = new List<string>();
        for (int at = 0; at < octets.Length; at += size)
        {
            var input = new ReadOnlySequence<byte>(octets, at, Math.Min(size, octets.Length - at));
            while (!input.IsEmpty)
            {
                var status = framer.Read(ref input);
                if (status is FrameStatus.NeedMore)
                    break;
                bool hasCommand = status is FrameStatus.Complete or FrameStatus.Message;
                seen.Add(hasCommand ? $"{status}:{Encoding.ASCII.GetString(framer.Command.Span)}" : status.ToString());
                if (status is FrameStatus.Complete)
                    framer.Restart();
                else if (status is not FrameStatus.NeedContinuation)
                    return string.Join('|', seen);
            }
        }

        return string.Join('|', seen);
    }
}
