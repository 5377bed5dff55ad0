namespace Aether.Protocol.Pop3;

/// <summary>Finds where TOP ends: behind the header, its empty line, and so many lines of the body. RFC 1939 §7.</summary>
public struct TopCutter(int bodyLines)
{
    private bool insideBody;
    private int linesLeft = bodyLines;
    private int lineOctets;

    /// <summary>All that TOP shows has been taken.</summary>
    public readonly bool IsDone => insideBody && linesLeft is 0;

    /// <summary>Takes the next octets of the message.</summary>
    /// <returns>How many of them belong to the answer.</returns>
    public int Take(ReadOnlySpan<byte> octets)
    {
        int taken = 0;
        while (taken < octets.Length && !IsDone)
        {
            var rest = octets[taken..];
            int end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                lineOctets += rest.Length - rest.Count((byte)'\r');
                return octets.Length;
            }

            // The header ends with a line that has nothing in it but its end.
            bool isEmpty = lineOctets + end - rest[..end].Count((byte)'\r') is 0;
            lineOctets = 0;
            taken += end + 1;
            if (insideBody)
                linesLeft--;
            else
                insideBody = isEmpty;
        }

        return taken;
    }
}
