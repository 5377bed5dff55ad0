namespace Aether.Mime.Text;

/// <summary>
/// Undoes quoted-printable chunk by chunk: soft line breaks join lines, blanks at the end of a line go, what is no encoding stays as it is.
/// RFC 2045 §6.7.
/// </summary>
internal sealed class QuotedPrintable
{
    /// <summary>Blanks held back until it is known what follows them; a longer run is text.</summary>
    private const int MaxBlanks = 998;

    private readonly byte[] blanks = new byte[MaxBlanks];
    private int blankCount;
    private State state;
    private byte high;

    private enum State
    {
        Text,

        /// <summary>Behind an equals sign.</summary>
        Equals,

        /// <summary>Behind an equals sign and a hexadecimal digit.</summary>
        High,

        /// <summary>Behind an equals sign and blanks: a soft line break, if the line ends here.</summary>
        SoftBlanks,

        /// <summary>Behind the CR of a soft line break.</summary>
        SoftReturn,
    }

    /// <summary>Octets that a chunk gives at most.</summary>
    public static int MostOf(int length) => length + MaxBlanks + 3;

    /// <returns>How many octets were written.</returns>
    public int Decode(ReadOnlySpan<byte> chunk, Span<byte> output)
    {
        int written = 0;
        foreach (byte octet in chunk)
            Take(octet, output, ref written);
        return written;
    }

    private void Take(byte octet, Span<byte> output, ref int written)
    {
        switch (state)
        {
            case State.Equals when octet is (byte)'\n':
                state = State.Text;
                return;
            case State.Equals when octet is (byte)'\r':
                state = State.SoftReturn;
                return;
            case State.Equals when octet is (byte)' ' or (byte)'\t':
                (state, blankCount) = (State.SoftBlanks, 0);
                Hold(octet, output, ref written);
                return;
            case State.Equals when char.IsAsciiHexDigit((char)octet):
                (state, high) = (State.High, octet);
                return;
            case State.High when char.IsAsciiHexDigit((char)octet):
                output[written++] = (byte)((ValueOf(high) << 4) | ValueOf(octet));
                state = State.Text;
                return;
            case State.SoftReturn:
                state = State.Text;
                if (octet is (byte)'\n')
                    return;
                break;
            case State.SoftBlanks when octet is (byte)' ' or (byte)'\t':
                Hold(octet, output, ref written);
                return;
            case State.SoftBlanks when octet is (byte)'\r' or (byte)'\n':
                blankCount = 0; // RFC 2045 §6.7 (3): blanks that were added on the way
                state = octet is (byte)'\r' ? State.SoftReturn : State.Text;
                return;
            case State.Equals:
                output[written++] = (byte)'=';
                break;
            case State.High:
                output[written++] = (byte)'=';
                output[written++] = high;
                break;
            case State.SoftBlanks:
                output[written++] = (byte)'=';
                break;
        }

        state = State.Text;
        TakeText(octet, output, ref written);
    }

    private void TakeText(byte octet, Span<byte> output, ref int written)
    {
        if (octet is (byte)' ' or (byte)'\t')
        {
            Hold(octet, output, ref written);
            return;
        }

        if (octet is (byte)'\r' or (byte)'\n')
            blankCount = 0;
        Release(output, ref written);
        if (octet is (byte)'=')
            state = State.Equals;
        else
            output[written++] = octet;
    }

    private static int ValueOf(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private void Hold(byte octet, Span<byte> output, ref int written)
    {
        if (blankCount == MaxBlanks)
            Release(output, ref written);
        blanks[blankCount++] = octet;
    }

    private void Release(Span<byte> output, ref int written)
    {
        blanks.AsSpan(0, blankCount).CopyTo(output[written..]);
        written += blankCount;
        blankCount = 0;
    }
}
