using System.Diagnostics.CodeAnalysis;

namespace Aether.Mime.Scanning;

/// <summary>The boundaries of the multiparts that are open, innermost last. RFC 2046 §5.1.1.</summary>
internal sealed class BoundaryStack
{
    private readonly List<(Entity Owner, byte[] Boundary)> open = [];

    public int Count => open.Count;

    public void Push(Entity owner, ReadOnlySpan<byte> boundary) => open.Add((owner, boundary.ToArray()));

    /// <summary>
    /// Whether a line is a delimiter of an open multipart. The boundary must be followed by nothing but white space:
    /// where one boundary begins with another (case X01), a prefix match would choose the wrong one.
    /// </summary>
    public bool TryMatch(ReadOnlySpan<byte> line, [NotNullWhen(true)] out Entity? owner, out bool closes)
    {
        owner = null;
        closes = false;
        if (!line.StartsWith("--"u8))
            return false;
        line = line[2..].TrimEnd("\r\n"u8);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            if (!line.StartsWith(open[i].Boundary))
                continue;
            var tail = line[open[i].Boundary.Length..];
            closes = tail.StartsWith("--"u8);
            if ((closes ? tail[2..] : tail).ContainsAnyExcept((byte)' ', (byte)'\t'))
                continue;
            owner = open[i].Owner;
            return true;
        }

        return false;
    }

    /// <summary>Drops the boundaries of all multiparts inside <paramref name="owner"/>.</summary>
    public void PopInside(Entity owner)
    {
        while (open[^1].Owner != owner)
            open.RemoveAt(open.Count - 1);
    }

    public void Pop() => open.RemoveAt(open.Count - 1);
}
