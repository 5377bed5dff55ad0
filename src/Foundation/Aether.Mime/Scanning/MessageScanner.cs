using Aether.Mime.Structure;

namespace Aether.Mime.Scanning;

/// <summary>
/// Reads a message once while it arrives and finds its parts, offsets and IMAP views: linear time, bounded memory, the same
/// facts however the octets are cut. RFC 5322 §2, RFC 2046 §5.
/// </summary>
/// <remarks>
/// Only the start of a line can decide anything, so at most <see cref="maxHead"/> octets are ever held back; a line that
/// is longer is no delimiter. Everything else is counted in passing.
/// </remarks>
public sealed class MessageScanner
{
    private readonly MimeLimits limits;
    private readonly HeaderCollector header;
    private readonly PartReader parts;
    private readonly BoundaryStack boundaries = new();
    private readonly List<Entity> entities = [];
    private readonly int maxHead;
    private byte[] pending = [];
    private int pendingLength;
    private Entity current;
    private long position;
    private long lines;
    private byte last;
    private byte beforeLast;
    private bool inHeader = true;
    private bool atLineStart = true;
    private bool opaque;

    public MessageScanner(MimeLimits limits)
    {
        this.limits = limits;
        header = new HeaderCollector(limits);
        parts = new PartReader(limits);
        maxHead = limits.MaxBoundaryLength + 256;
        current = new Entity(null, 0);
        entities.Add(current);
    }

    /// <summary>The first limit the top-level header broke, as soon as it did.</summary>
    public HeaderViolation Violation => header.Violation;

    /// <summary>Received fields of the top-level header so far.</summary>
    public int ReceivedCount => header.ReceivedCount;

    /// <summary>The top-level header has ended.</summary>
    public bool HeaderComplete => entities.Count > 1 || !inHeader;

    public long Size => position + pendingLength;

    public void Append(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            if (!inHeader && (opaque || boundaries.Count is 0))
            {
                Consume(chunk);
                return;
            }

            if (atLineStart)
                TakeLineStart(ref chunk);
            else if (inHeader)
                ContinueHeaderLine(ref chunk);
            else
                SkipToCandidate(ref chunk);
        }
    }

    /// <summary>Ends the message. Call once.</summary>
    public MessageFacts Complete()
    {
        if (pendingLength > 0)
            Decide(pending.AsSpan(0, pendingLength), LineEnd.Here);
        if (inHeader)
            FinishHeaders(position);
        for (var open = current; open is not null; open = open.Parent)
            open.Close(position, lines);
        return parts.Finish(entities) with { Size = position, ReceivedCount = ReceivedCount, DeliveredTo = header.DeliveredTo, Violation = Violation };
    }

    private void TakeLineStart(ref ReadOnlySpan<byte> chunk)
    {
        if (!inHeader && pendingLength is 0 && chunk[0] is not (byte)'-')
        {
            atLineStart = false;
            return;
        }

        var window = chunk[..Math.Min(maxHead - pendingLength, chunk.Length)];
        int lineEnd = window.IndexOf((byte)'\n');
        var head = lineEnd < 0 ? window : window[..(lineEnd + 1)];
        chunk = chunk[head.Length..];
        bool decided = lineEnd >= 0 || pendingLength + head.Length == maxHead;
        if (!decided || pendingLength > 0)
        {
            if (pending.Length is 0)
                pending = new byte[maxHead];
            head.CopyTo(pending.AsSpan(pendingLength));
            pendingLength += head.Length;
            head = pending.AsSpan(0, pendingLength);
        }

        if (decided)
            Decide(head, lineEnd >= 0 ? LineEnd.Here : LineEnd.Later);
    }

    private void Decide(ReadOnlySpan<byte> head, LineEnd lineEnd)
    {
        pendingLength = 0;
        atLineStart = lineEnd is LineEnd.Here;
        if (lineEnd is LineEnd.Here && !opaque && boundaries.Count > 0 && boundaries.TryMatch(head, out var owner, out bool closes))
        {
            AtDelimiter(owner, closes, head);
            return;
        }

        bool endsHeader = inHeader && (head is [(byte)'\n'] or [(byte)'\r', (byte)'\n']);
        if (inHeader && !endsHeader)
            header.StartLine(head);
        Consume(head);
        if (endsHeader)
            EndHeader(position);
    }

    private void ContinueHeaderLine(ref ReadOnlySpan<byte> chunk)
    {
        int lineEnd = chunk.IndexOf((byte)'\n');
        var more = lineEnd < 0 ? chunk : chunk[..(lineEnd + 1)];
        header.ContinueLine(more);
        Consume(more);
        atLineStart = lineEnd >= 0;
        chunk = chunk[more.Length..];
    }

    private void SkipToCandidate(ref ReadOnlySpan<byte> chunk)
    {
        int at = chunk.IndexOf("\n--"u8);
        int taken = at >= 0 ? at + 1 : chunk.EndsWith("\n-"u8) ? chunk.Length - 1 : chunk.Length;
        Consume(chunk[..taken]);
        atLineStart = last is (byte)'\n';
        chunk = chunk[taken..];
    }

    private void AtDelimiter(Entity owner, bool closes, ReadOnlySpan<byte> line)
    {
        // RFC 2046 §5.1.1: the line end before a delimiter belongs to the delimiter, unless it is that of another one.
        long end = position;
        long endLines = lines;
        if (last is (byte)'\n' && current.HeaderStart < position)
        {
            end -= beforeLast is (byte)'\r' ? 2 : 1;
            endLines--;
        }

        if (inHeader)
            FinishHeaders(end);
        for (; current != owner; current = current.Parent!)
            current.Close(end, endLines);
        boundaries.PopInside(owner);
        Consume(line);
        if (closes)
            boundaries.Pop();
        else
            StartPart(position);
    }

    /// <summary>A header without an empty line ends where its part ends.</summary>
    private void FinishHeaders(long end)
    {
        while (inHeader)
            EndHeader(end);
    }

    private void EndHeader(long end)
    {
        header.EndField();
        inHeader = false;
        current.BodyStart = Math.Max(current.HeaderStart, end);
        current.Lines = lines;
        parts.Describe(current, header);
        if (current.Kind is PartKind.Message)
            StartPart(current.BodyStart);
        else if (current.Kind is PartKind.Multipart && parts.Boundary.Length > 0)
            boundaries.Push(current, parts.Boundary);
    }

    private void StartPart(long start)
    {
        current.Children++;
        current = new Entity(current, start);
        entities.Add(current);
        if (entities.Count < limits.MaxParts)
        {
            inHeader = true;
            header.Restart();
            return;
        }

        // The last part allowed: it takes in all that follows, unread.
        opaque = true;
        current.BodyStart = start;
        current.Lines = lines;
        PartReader.DescribeOpaque(current);
    }

    private void Consume(ReadOnlySpan<byte> octets)
    {
        position += octets.Length;
        lines += octets.Count((byte)'\n');
        if (octets.Length > 1)
            (beforeLast, last) = (octets[^2], octets[^1]);
        else if (octets.Length > 0)
            (beforeLast, last) = (last, octets[0]);
    }

    private enum LineEnd
    {
        Here,
        Later,
    }
}
