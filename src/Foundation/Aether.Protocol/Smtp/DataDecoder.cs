using System.Buffers;

namespace Aether.Protocol.Smtp;

/// <summary>
/// Takes dot-stuffing off the content behind DATA and finds its end: CRLF "." CRLF and nothing else. RFC 5321 §4.5.2, §2.3.8.
/// A lone CR, a lone LF or a NUL is remembered in <see cref="Broken"/>, never taken for a line end.
/// </summary>
public struct DataDecoder
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\r\n\0"u8);
    private State state;

    private enum State : byte
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
    }

    /// <summary>The content is not lines of text that end in CRLF: refuse it at its end (550 5.6.0).</summary>
    public bool Broken { get; private set; }

    /// <summary>Takes a step: the next piece of content is a slice of the input, nothing is copied.</summary>
    /// <param name="input">In: bytes from the wire. Out: what was not yet looked at.</param>
    /// <param name="content">One piece of content, empty unless <see cref="DataStatus.Content"/>.</param>
    public DataStatus Read(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> content)
    {
        content = default;
        while (!input.IsEmpty)
        {
            switch (state)
            {
                case State.LineStart when input[0] == (byte)'.':
                    state = State.Dot;
                    input = input[1..];
                    continue;
                case State.Dot when input[0] == (byte)'\r':
                    state = State.DotCr;
                    input = input[1..];
                    continue;
                case State.DotCr when input[0] == (byte)'\n':
                    state = State.LineStart;
                    input = input[1..];
                    return DataStatus.End;
                case State.DotCr:
                    Broken = true; // "." CR without LF
                    state = State.Text;
                    continue;
            }

            int length = ScanContent(input);
            content = input[..length];
            input = input[length..];
            return DataStatus.Content;
        }

        return DataStatus.More;
    }

    /// <summary>The length of the longest run that is content as it stands: up to a dot at a line start.</summary>
    private int ScanContent(ReadOnlySpan<byte> input)
    {
        int at = 0;
        while (at < input.Length)
        {
            if (state is State.LineStart && input[at] == (byte)'.')
                return at;
            if (state is State.Cr)
            {
                bool paired = input[at] == (byte)'\n';
                Broken |= !paired;
                state = paired ? State.LineStart : State.Text;
                at += paired ? 1 : 0;
                continue;
            }

            int next = input[at..].IndexOfAny(Special);
            state = State.Text;
            if (next < 0)
                return input.Length;

            at += next + 1;
            if (input[at - 1] == (byte)'\r')
                state = State.Cr;
            else
                Broken = true; // a lone LF, or a NUL
        }

        return at;
    }
}
