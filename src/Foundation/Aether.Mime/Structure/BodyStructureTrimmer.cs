using System.Buffers;
using System.Text;

namespace Aether.Mime.Structure;

/// <summary>Makes BODY of a stored BODYSTRUCTURE by leaving out the extension data, without recursion. RFC 3501 §7.4.2.</summary>
public ref struct BodyStructureTrimmer
{
    /// <summary>Items of a part before its extension data: type, subtype, parameters, id, description, encoding, size.</summary>
    private const int BasicItems = 7;

    private readonly IBufferWriter<byte> target;
    private readonly Stack<bool> openIsMultipart = new();
    private ReadOnlySpan<byte> rest;

    private BodyStructureTrimmer(IBufferWriter<byte> target, ReadOnlySpan<byte> structure)
    {
        this.target = target;
        rest = structure;
    }

    /// <summary>Writes the BODY value of what <see cref="Scanning.MessageFacts.BodyStructure"/> holds.</summary>
    public static void WriteBody(IBufferWriter<byte> target, ReadOnlySpan<byte> structure)
    {
        var trimmer = new BodyStructureTrimmer(target, structure);
        do
            trimmer.StartPart();
        while (trimmer.FinishParts());
    }

    private void StartPart()
    {
        bool isMessage;
        do
        {
            while (rest.StartsWith("(("u8))
            {
                Copy(1);
                openIsMultipart.Push(true);
            }

            Copy(1);
            isMessage = StartsWithString("\"message\" \"rfc822\" "u8);
            CopyItems(isMessage || StartsWithString("\"text\" "u8) ? BasicItems + 1 : BasicItems);
            if (isMessage)
            {
                Copy(1);
                openIsMultipart.Push(false);
            }
        }
        while (isMessage && rest.StartsWith("("u8));

        SkipToEnd();
    }

    /// <summary>Closes what is complete; true when another part begins.</summary>
    private bool FinishParts()
    {
        while (openIsMultipart.TryPeek(out bool multipart))
        {
            if (multipart && rest.StartsWith("("u8))
                return true;

            // A multipart goes on with its subtype, a message with its lines.
            CopyItems(1);
            SkipToEnd();
            openIsMultipart.Pop();
        }

        return false;
    }

    private readonly bool StartsWithString(ReadOnlySpan<byte> expected) =>
        rest.Length >= expected.Length && Ascii.EqualsIgnoreCase(rest[..expected.Length], expected);

    private void CopyItems(int count)
    {
        for (int i = 0; i < count && !rest.IsEmpty && rest[0] is not (byte)')'; i++)
            Copy((rest[0] is (byte)' ' ? 1 : 0) + StructureItems.LengthOf(rest[0] is (byte)' ' ? rest[1..] : rest));
    }

    private void SkipToEnd()
    {
        while (!rest.IsEmpty && rest[0] is not (byte)')')
            rest = rest[(rest[0] is (byte)' ' ? 1 : StructureItems.LengthOf(rest))..];
        Copy(Math.Min(1, rest.Length));
    }

    private void Copy(int length)
    {
        target.Write(rest[..length]);
        rest = rest[length..];
    }
}
