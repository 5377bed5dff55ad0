namespace Aether.Queue.Dsn;

/// <summary>Finds the empty line behind a header while it comes in pieces. RFC 5322 §2.1.</summary>
internal struct HeaderEnd
{
    private int lineLength = 1;

    public HeaderEnd()
    {
    }

    public bool Found { get; private set; }

    /// <returns>How much of the piece belongs to the header.</returns>
    public int Find(ReadOnlySpan<byte> piece)
    {
        for (int i = 0; i < piece.Length; i++)
        {
            if (piece[i] == (byte)'\n')
            {
                if (lineLength == 0)
                {
                    Found = true;
                    return i + 1;
                }

                lineLength = 0;
            }
            else if (piece[i] != (byte)'\r')
            {
                lineLength++;
            }
        }

        return piece.Length;
    }
}
