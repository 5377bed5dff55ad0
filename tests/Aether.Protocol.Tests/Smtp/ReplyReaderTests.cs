using System.Buffers;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Protocol.Tests.Text;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

/// <summary>Case R05: a server's replies are bounded, and harmless as text. RFC 5321 §4.2.</summary>
public sealed class ReplyReaderTests
{
    [Theory]
    [InlineData("250 OK\r\n", "250 OK")]
    [InlineData("250\r\n", "250 ")]
    [InlineData("250-a\r\n250-b\r\n250 c\r\n", "250 a b c")]
    [InlineData("550 5.1.1 No such user\r\n", "550 5.1.1 No such user")]
    [InlineData("550-5.1.1 No such\r\n550 5.1.1 user\r\n", "550 5.1.1 No such user")]
    [InlineData("250 2.1.0\r\n", "250 2.1.0 ")]
    [InlineData("450 5.1.1 other class\r\n", "450 5.1.1 other class")] // not an enhanced status of this reply
    [InlineData("250 OK\n", "250 OK")]
    [InlineData("250 a\x1b[31m\u202eb\0\r\n", "250 a?[31m?b?")]
    public void A_reply_is_read_at_every_split(string wire, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(wire);
        for (int at = 0; at <= bytes.Length; at++)
        {
            var reader = new ReplyReader(512, 10);
            var head = new ReadOnlySequence<byte>(bytes.AsMemory(0, at));
            var status = reader.TryRead(ref head, out var reply);
            if (status is ReplyStatus.Incomplete)
            {
                var whole = Split.At(bytes, at).Slice(at - head.Length);
                status = reader.TryRead(ref whole, out reply);
            }

            Assert.Equal(ReplyStatus.Complete, status);
            Assert.Equal(expected, reply!.ToString());
        }
    }

    [Theory]
    [InlineData("hello\r\n")]
    [InlineData("25\r\n")]
    [InlineData("150 OK\r\n")]
    [InlineData("250:OK\r\n")]
    [InlineData("250-a\r\n550 b\r\n")]
    [InlineData("\r\n")]
    public void What_is_no_reply_is_malformed(string wire)
    {
        var input = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(wire));
        Assert.Equal(ReplyStatus.Malformed, new ReplyReader(512, 10).TryRead(ref input, out _));
    }

    [Fact]
    public void An_endless_line_is_cut_off()
    {
        var input = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes("250 " + new string('x', 600)));
        Assert.Equal(ReplyStatus.Malformed, new ReplyReader(512, 10).TryRead(ref input, out _));
    }

    [Fact]
    public void An_endless_reply_is_cut_off()
    {
        var input = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("220-x\r\n", 11))));
        Assert.Equal(ReplyStatus.Malformed, new ReplyReader(512, 10).TryRead(ref input, out _));
    }

    [Fact]
    public void What_the_server_formats_the_client_reads() =>
        Gen.Select(Gen.Int[200, 559], Gen.Char[' ', '~'].Array[0, 40].Select(c => new string(c)).Array[1, 5], Gen.Bool).Sample((code, lines, enhanced) =>
        {
            EnhancedStatus? status = enhanced && code / 100 != 3 ? new EnhancedStatus(code / 100, 1, 23) : null;
            if (status is null && lines.Any(l => EnhancedStatus.TryParse(l, out _, out _)))
                return;
            var sent = new SmtpReply(code, status, lines);
            var wire = new ArrayBufferWriter<byte>();
            sent.WriteTo(wire);
            var input = new ReadOnlySequence<byte>(wire.WrittenMemory);
            Assert.Equal(ReplyStatus.Complete, new ReplyReader(512, 10).TryRead(ref input, out var read));
            Assert.Equal(sent.ToString(), read!.ToString());
        });

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var input = new ReadOnlySequence<byte>([.. "250-"u8, .. bytes]);
            new ReplyReader(100, 10).TryRead(ref input, out _);
        });
}
