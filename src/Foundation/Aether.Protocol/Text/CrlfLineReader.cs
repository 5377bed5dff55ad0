using System.Buffers;

namespace Aether.Protocol.Text;

/// <summary>Cuts lines that end in CRLF and nothing else off a byte sequence. RFC 5321 §2.3.8.</summary>
public static class CrlfLineReader
{
    /// <summary>Cuts one line off <paramref name="input"/>; leaves it alone unless the line is complete.</summary>
    /// <param name="input">What has arrived.</param>
    /// <param name="maxLength">The longest line allowed, its CRLF counted.</param>
    /// <param name="line">The line without its CRLF.</param>
    public static LineStatus TryRead(ref ReadOnlySequence<byte> input, int maxLength, out ReadOnlySequence<byte> line)
    {
        line = default;
        var reader = new SequenceReader<byte>(input);
        if (!reader.TryAdvanceToAny("\r\n"u8, advancePastDelimiter: false))
            return input.Length < maxLength ? LineStatus.Incomplete : LineStatus.TooLong;
        if (reader.Consumed + 2 > maxLength)
            return LineStatus.TooLong;

        // CR and LF occur only as a pair: tolerating a lone one invites smuggling.
        var end = reader.Position;
        reader.TryRead(out byte first);
        if (first == (byte)'\n')
            return LineStatus.BareTerminator;
        if (!reader.TryRead(out byte second))
            return LineStatus.Incomplete;
        if (second != (byte)'\n')
            return LineStatus.BareTerminator;

        line = input.Slice(0, end);
        input = input.Slice(reader.Position);
        return LineStatus.Complete;
    }
}
