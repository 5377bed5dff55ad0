using System.Text;

namespace Aether.Mime.Structure;

/// <summary>The parts of a stored message by number and offset, so that FETCH BODY[1.2] reads only its octets. RFC 3501 §6.4.5.</summary>
public sealed class PartIndex
{
    internal const byte Version = 1;

    private readonly PartEntry[] entries;

    private PartIndex(PartEntry[] entries) => this.entries = entries;

    /// <summary>All parts in pre-order; the first is the message itself.</summary>
    public ReadOnlySpan<PartEntry> Entries => entries;

    /// <summary>The message itself.</summary>
    public PartEntry Root => entries[0];

    /// <summary>Unpacks what <see cref="Scanning.MessageFacts.Parts"/> holds.</summary>
    /// <param name="packed">The stored octets.</param>
    /// <param name="prefixLength">Octets of header that storage put in front after the scan: all offsets move by it.</param>
    /// <param name="index">The parts, or null when the octets are damaged.</param>
    public static bool TryRead(ReadOnlySpan<byte> packed, long prefixLength, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PartIndex? index)
    {
        index = null;
        if (packed.IsEmpty || packed[0] != Version)
            return false;
        packed = packed[1..];
        if (!VarInt.TryRead(ref packed, out long count) || count < 1 || count > packed.Length)
            return false;

        var entries = new PartEntry[count];
        long position = prefixLength;
        for (int i = 0; i < entries.Length; i++)
        {
            if (!TryReadEntry(ref packed, ref position, out entries[i]))
                return false;
        }

        if (prefixLength > 0)
            entries[0] = entries[0] with { HeaderStart = 0 };
        if (!TryLink(entries))
            return false;
        index = new PartIndex(entries);
        return true;
    }

    /// <summary>Follows part numbers from the message down; an empty path is the message itself.</summary>
    public bool TryFind(ReadOnlySpan<uint> path, out PartEntry entry) => TryFindIndex(path, out int at) ? Found(at, out entry) : NotFound(out entry);

    /// <summary>The message inside a message/rfc822 part, or the message itself for an empty path: what HEADER and TEXT are about.</summary>
    public bool TryFindMessage(ReadOnlySpan<uint> path, out PartEntry entry)
    {
        if (path.IsEmpty)
            return Found(0, out entry);
        return TryFindIndex(path, out int at) && entries[at] is { Kind: PartKind.Message, Children: 1 }
            ? Found(at + 1, out entry)
            : NotFound(out entry);
    }

    private bool TryFindIndex(ReadOnlySpan<uint> path, out int at)
    {
        at = 0;
        bool first = true;
        foreach (uint number in path)
        {
            if (!first && entries[at] is { Kind: PartKind.Message, Children: 1 })
                at++;
            else if (!first && entries[at].Kind is not PartKind.Multipart)
                return false;

            first = false;
            if (entries[at].Kind is PartKind.Multipart)
            {
                if (!TryChild(ref at, number))
                    return false;
            }
            else if (number is not 1)
            {
                return false; // RFC 3501 §6.4.5: a message that is no multipart has only part 1
            }
        }

        return true;
    }

    private bool TryChild(ref int at, uint number)
    {
        if (number < 1 || number > (uint)entries[at].Children)
            return false;
        int child = at + 1;
        for (uint i = 1; i < number; i++)
            child = entries[child].Next;
        at = child;
        return true;
    }

    private bool Found(int at, out PartEntry entry)
    {
        entry = entries[at];
        return true;
    }

    private static bool NotFound(out PartEntry entry)
    {
        entry = default;
        return false;
    }

    private static bool TryReadEntry(ref ReadOnlySpan<byte> packed, ref long position, out PartEntry entry)
    {
        entry = default;
        if (packed.IsEmpty)
            return false;
        byte shape = packed[0];
        packed = packed[1..];
        if (!VarInt.TryRead(ref packed, out long gap) || !VarInt.TryRead(ref packed, out long header) || !VarInt.TryRead(ref packed, out long body)
            || !VarInt.TryRead(ref packed, out long lines) || !VarInt.TryRead(ref packed, out long children) || !VarInt.TryRead(ref packed, out long charset)
            || charset > packed.Length || children > int.MaxValue)
        {
            return false;
        }

        string name = charset is 0 ? string.Empty : Encoding.Latin1.GetString(packed[..(int)charset]);
        packed = packed[(int)charset..];
        long start = position + gap;
        position = start + header;
        entry = new PartEntry((PartKind)(shape & 7), (TransferEncoding)(shape >> 3), start, position, position + body, lines, name, (int)children, 0);
        return true;
    }

    /// <summary>Sets every <see cref="PartEntry.Next"/>; from the back, so each child is linked before its parent.</summary>
    private static bool TryLink(PartEntry[] entries)
    {
        for (int i = entries.Length - 1; i >= 0; i--)
        {
            int next = i + 1;
            for (int child = 0; child < entries[i].Children; child++)
            {
                if (next >= entries.Length)
                    return false;
                next = entries[next].Next;
            }

            entries[i] = entries[i] with { Next = next };
        }

        return entries[0].Next == entries.Length;
    }
}
