using System.Buffers;
using System.Text;
using Aether.Protocol.Smtp;
using CsCheck;

namespace Aether.Protocol.Tests.Smtp;

/// <summary>Cases S01 and S02: what ends the data, what does not, and what goes out again. RFC 5321 §4.5.2, §2.3.8.</summary>
public sealed class DataCodecTests
{
    [Theory]
    [InlineData(".\r\n", "", "")]
    [InlineData("a\r\n.\r\n", "a\r\n", "")]
    [InlineData("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n", "")]
    [InlineData(".a\r\n..b\r\nc.\r\n.\r\n", "a\r\n.b\r\nc.\r\n", "")]
    [InlineData("\r\n\r\n.\r\n", "\r\n\r\n", "")]
    [InlineData("a\r\n...\r\n.\r\nx", "a\r\n..\r\n", "x")]
    public void Clean_content_ends_at_crlf_dot_crlf(string wire, string content, string rest)
    {
        foreach (var (got, left, end, broken) in DecodeAtEverySplit(wire))
        {
            Assert.True(end);
            Assert.False(broken);
            Assert.Equal(content, got);
            Assert.Equal(rest, left);
        }
    }

    [Theory] // S01: none of these is the end of data; each makes the content one to refuse
    [InlineData("a\n.\n")]
    [InlineData("a\n.\r\n")]
    [InlineData("a\r.\r")]
    [InlineData("a\r.\r\n")]
    [InlineData("a\r\n.\r")]
    [InlineData("a\r\n.\n")]
    [InlineData("a\r\n.\r\r\n")]
    [InlineData("a\r\r\n.\0\r\n")]
    [InlineData("a\r\n\0.\r\n")]
    [InlineData("a\r\n.\0\r\n")]
    [InlineData("\n.\r\n")]
    public void Nothing_else_ends_the_data(string wire)
    {
        foreach (var (_, _, end, _) in DecodeAtEverySplit(wire))
            Assert.False(end);
        foreach (var (_, left, end, broken) in DecodeAtEverySplit(wire + "MAIL FROM:<x@y.test>\r\n.\r\nQUIT"))
        {
            Assert.True(end);
            Assert.True(broken);
            Assert.Equal("QUIT", left);
        }
    }

    [Fact] // S02
    public void Whatever_is_sent_arrives_as_one_message() =>
        Gen.OneOf(Gen.Byte, Gen.OneOf<byte>((byte)'\r', (byte)'\n', (byte)'.', (byte)'a')).Array[0, 60].Sample(stored =>
        {
            var wire = Encode(stored, stored.Length);
            ReadOnlySpan<byte> rest = wire;
            var decoder = default(DataDecoder);
            var got = new List<byte>();
            DataStatus status;
            while ((status = decoder.Read(ref rest, out var content)) is DataStatus.Content)
                got.AddRange(content);

            Assert.Equal(DataStatus.End, status);
            Assert.True(rest.IsEmpty);
            Assert.Equal(Canonical(stored), got.ToArray());
            Assert.Equal(stored.Contains((byte)0), decoder.Broken);
        });

    [Fact]
    public void Encoding_does_not_depend_on_the_pieces() =>
        Gen.Select(Gen.OneOf((byte)'\r', (byte)'\n', (byte)'.', (byte)'a').Array[0, 40], Gen.Int[1, 5])
            .Sample((stored, piece) => Assert.Equal(Encode(stored, 100), Encode(stored, piece)));

    [Fact]
    public void Line_ends_are_checked_alike_in_any_pieces() =>
        Gen.Select(Gen.OneOf((byte)'\r', (byte)'\n', (byte)'a').Array[0, 20], Gen.Int[0, 20]).Sample((content, at) =>
        {
            at = Math.Min(at, content.Length);
            var checker = default(LineEndChecker);
            checker.Watch(content.AsSpan(0, at));
            checker.Watch(content.AsSpan(at));
            checker.Finish();
            var text = Encoding.ASCII.GetString(content).Replace("\r\n", "", StringComparison.Ordinal);
            Assert.Equal(text.Contains('\r', StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal), checker.Broken);
        });

    private static IEnumerable<(string Content, string Left, bool End, bool Broken)> DecodeAtEverySplit(string wire)
    {
        for (int at = 0; at <= wire.Length; at++)
            yield return Decode(wire, at);
        yield return Decode(wire, -1); // byte by byte
    }

    private static (string Content, string Left, bool End, bool Broken) Decode(string wire, int at)
    {
        var decoder = default(DataDecoder);
        var content = new StringBuilder();
        string[] parts = at < 0 ? [.. wire.Select(c => c.ToString())] : [wire[..at], wire[at..]];
        for (int i = 0; i < parts.Length; i++)
        {
            ReadOnlySpan<byte> rest = Encoding.Latin1.GetBytes(parts[i]);
            DataStatus status;
            while ((status = decoder.Read(ref rest, out var piece)) is DataStatus.Content)
                content.Append(Encoding.Latin1.GetString(piece));
            if (status is DataStatus.End)
                return (content.ToString(), Encoding.Latin1.GetString(rest) + string.Concat(parts[(i + 1)..]), true, decoder.Broken);
        }

        return (content.ToString(), "", false, decoder.Broken);
    }

    private static byte[] Encode(byte[] stored, int piece)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = default(DataEncoder);
        foreach (var part in stored.Chunk(Math.Max(piece, 1)))
            encoder.Encode(part, output);
        encoder.Finish(output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Canonical(byte[] stored)
    {
        var text = Encoding.Latin1.GetString(stored).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (text.Length > 0 && !text.EndsWith('\n'))
            text += "\n";
        return Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));
    }
}
