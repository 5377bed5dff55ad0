using System.Buffers;

namespace Aether.Protocol.Smtp;

/// <summary>
/// Makes stored bytes fit behind DATA: every line end becomes CRLF, a dot at a line start is doubled, so that whatever was
/// stored, the peer sees one message. RFC 5321 §4.5.2, §2.3.8.
/// </summary>
public struct DataEncoder
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private bool insideLine;
    private bool afterCr;

    public void Encode(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        while (!content.IsEmpty)
        {
            if (afterCr)
            {
                // The CR before has been sent as CRLF: its LF adds nothing.
                afterCr = false;
                if (content[0] == (byte)'\n')
                {
                    content = content[1..];
                    continue;
                }
            }

            if (!insideLine && content[0] == (byte)'.')
                output.Write("."u8);

            int end = content.IndexOfAny(LineEnds);
            insideLine = end < 0;
            output.Write(end < 0 ? content : content[..end]);
            if (end < 0)
                return;

            output.Write("\r\n"u8);
            afterCr = content[end] == (byte)'\r';
            content = content[(end + 1)..];
        }
    }

    /// <summary>Ends the last line if need be, and the data.</summary>
    public readonly void Finish(IBufferWriter<byte> output)
    {
        if (insideLine)
            output.Write("\r\n"u8);
        output.Write(".\r\n"u8);
    }
}
