using System.Text;

namespace Aether.Mime.Structure;

/// <summary>Finds the structure of one part in a stored BODYSTRUCTURE, without recursion. RFC 3501 §7.4.2, RFC 5524 §3.</summary>
public static class BodyStructureParts
{
    /// <summary>Items of a message part before the structure of its message: type, subtype, parameters, id, description, encoding, size, envelope.</summary>
    private const int BeforeMessage = 8;

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
