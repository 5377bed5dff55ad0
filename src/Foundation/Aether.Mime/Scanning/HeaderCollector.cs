using System.Text;
using Aether.Mime.Headers;

namespace Aether.Mime.Scanning;

/// <summary>
/// Gathers one header while its lines arrive: the first field of each known name is kept, all else only counted.
/// Bounded by the limits whatever comes. RFC 5322 §2.2.
/// </summary>
internal sealed class HeaderCollector(MimeLimits limits)
{
    private const int MaxDeliveries = 100;
    private const int MaxAddress = 1_024;
    private readonly List<string> deliveredTo = [];
    private readonly (int Start, int Length)[] places = new (int, int)[KnownFields.Count];
    private byte[] field = new byte[256];
    private byte[] kept = new byte[1024];
    private int fieldLength;
    private int keptLength;
    private int fields;
    private long octets;
    private bool topLevel = true;

    public HeaderViolation Violation { get; private set; }

    public int ReceivedCount { get; private set; }

    /// <summary>Whom the message reached before, as the top-level header says; the first ones, where there are many.</summary>
    public IReadOnlyList<string> DeliveredTo => deliveredTo;

    /// <summary>Forgets all fields: the header of a part inside begins.</summary>
    public void Restart()
    {
        topLevel = false;
        fieldLength = keptLength = fields = 0;
        octets = 0;
        Array.Clear(places);
    }

    /// <summary>A line, or as much of its start as is here.</summary>
    public void StartLine(ReadOnlySpan<byte> line)
    {
        if (line[0] is not ((byte)' ' or (byte)'\t'))
        {
            EndField();
            if (++fields > limits.MaxFields)
                Report(HeaderViolation.TooManyFields);
        }

        ContinueLine(line);
    }

    /// <summary>More of the line that <see cref="StartLine"/> began.</summary>
    public void ContinueLine(ReadOnlySpan<byte> more)
    {
        octets += more.Length;
        if (octets > limits.MaxHeaderLength)
        {
            Report(HeaderViolation.HeadersTooLong);
            if (topLevel)
                return;
        }

        int room = limits.MaxFieldLength - fieldLength;
        if (more.Length > room)
        {
            Report(HeaderViolation.FieldTooLong);
            more = more[..room];
        }

        if (field.Length - fieldLength < more.Length)
            Array.Resize(ref field, Math.Max(field.Length * 2, fieldLength + more.Length));
        more.CopyTo(field.AsSpan(fieldLength));
        fieldLength += more.Length;
    }

    public void EndField()
    {
        if (fieldLength is 0)
            return;
        var complete = HeaderFieldReader.Split(field.AsSpan(0, fieldLength));
        fieldLength = 0;
        var known = KnownFields.Find(complete.Name);
        if (known is KnownField.Received)
            ReceivedCount += topLevel ? 1 : 0;
        else if (known is KnownField.DeliveredTo)
            NoteDelivery(complete);
        else if (known is not KnownField.None && places[(int)known].Start is 0)
            Keep(known, complete);
    }

    /// <summary>The unfolded value; false when the header has no such field.</summary>
    public bool TryGet(KnownField name, out ReadOnlySpan<byte> value)
    {
        var (start, length) = places[(int)name];
        value = start is 0 ? default : kept.AsSpan(start, length);
        return start is not 0;
    }

    public ReadOnlySpan<byte> Get(KnownField name)
    {
        TryGet(name, out var value);
        return value;
    }

    private void NoteDelivery(HeaderField complete)
    {
        if (!topLevel || deliveredTo.Count == MaxDeliveries || complete.RawValue.Length > MaxAddress)
            return;
        Span<byte> value = stackalloc byte[MaxAddress];
        deliveredTo.Add(Encoding.UTF8.GetString(value[..complete.Unfold(value)]).Trim());
    }

    private void Keep(KnownField known, HeaderField complete)
    {
        // Place 0 means absent, so the first value starts at 1.
        int start = Math.Max(keptLength, 1);
        int needed = start + complete.RawValue.Length;
        if (needed > kept.Length)
            Array.Resize(ref kept, Math.Max(kept.Length * 2, needed));
        int length = complete.Unfold(kept.AsSpan(start));
        places[(int)known] = (start, length);
        keptLength = start + length;
    }

    private void Report(HeaderViolation violation)
    {
        if (topLevel && Violation is HeaderViolation.None)
            Violation = violation;
    }
}
