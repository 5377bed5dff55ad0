using System.Text;

namespace Aether.Mime.Structure;

/// <summary>Finds the structure of one part in a stored BODYSTRUCTURE, without recursion. RFC 3501 §7.4.2, RFC 5524 §3.</summary>
public static class BodyStructureParts
{
    /// <summary>Items of a message part before the structure of its message: type, subtype, parameters, id, description, encoding, size, envelope.</summary>
    private const int BeforeMessage = 8;

    /// <summary>Items of a part before its encoding: type, subtype, parameters, id, description.</summary>
    private const int BeforeEncoding = 5;

    private static ReadOnlySpan<byte> TextPart => "(\"text\" "u8;

    /// <returns>Empty when there is no such part.</returns>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> structure, ReadOnlySpan<uint> path)
    {
        var part = structure;
        foreach (uint number in path)
        {
            if (IsMessage(part))
                part = Inside(part);
            if (part.StartsWith("(("u8))
                part = Child(part, number);
            else if (number is not 1)
                return default;
            if (part.IsEmpty)
                return default;
        }

        return part;
    }

    /// <summary>The structure of a part that holds no other, as it is without its transfer encoding.</summary>
    /// <param name="part">Its structure as stored.</param>
    /// <param name="encoding">The encoding that is left.</param>
    /// <param name="size">Octets.</param>
    /// <param name="lines">Told of text.</param>
    public static byte[] Decoded(ReadOnlySpan<byte> part, string encoding, long size, long lines)
    {
        int start = 1;
        for (int i = 0; i < BeforeEncoding && start < part.Length; i++)
            start += StructureItems.LengthOf(part[start..]) + 1;
        int replaced = Ascii.EqualsIgnoreCase(part[..Math.Min(part.Length, TextPart.Length)], TextPart) ? 3 : 2;
        int end = start - 1;
        for (int i = 0; i < replaced && end < part.Length; i++)
            end += 1 + StructureItems.LengthOf(part[(end + 1)..]);
        string items = replaced is 3 ? $"\"{encoding}\" {size} {lines}" : $"\"{encoding}\" {size}";
        return end >= part.Length ? part.ToArray() : [.. part[..start], .. Encoding.ASCII.GetBytes(items), .. part[end..]];
    }

    private static bool IsMessage(ReadOnlySpan<byte> part)
    {
        var begin = "(\"message\" \"rfc822\" "u8;
        return part.Length > begin.Length && Ascii.EqualsIgnoreCase(part[..begin.Length], begin);
    }

    /// <summary>The structure of the message that a message part holds.</summary>
    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> part)
    {
        var rest = part[1..];
        for (int i = 0; i < BeforeMessage; i++)
        {
            rest = rest[StructureItems.LengthOf(rest)..];
            if (rest.IsEmpty || rest[0] is not (byte)' ')
                return default;
            rest = rest[1..];
        }

        return rest[..StructureItems.LengthOf(rest)];
    }

    private static ReadOnlySpan<byte> Child(ReadOnlySpan<byte> multipart, uint number)
    {
        var rest = multipart[1..];
        for (uint at = 1; rest.StartsWith("("u8); at++)
        {
            int length = StructureItems.LengthOf(rest);
            if (at == number)
                return rest[..length];
            rest = rest[length..];
        }

        return default;
    }
}
