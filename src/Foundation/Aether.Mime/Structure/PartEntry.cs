namespace Aether.Mime.Structure;

/// <summary>One part of a message by its offsets. Entries stand in pre-order; a message/rfc822 part is followed by the message inside.</summary>
/// <param name="Kind">What the part is.</param>
/// <param name="Encoding">How the body is encoded.</param>
/// <param name="HeaderStart">Offset of the part's own header.</param>
/// <param name="BodyStart">Offset behind the header's empty line.</param>
/// <param name="BodyEnd">Offset behind the body; the line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).</param>
/// <param name="Lines">Line ends in the body.</param>
/// <param name="Charset">The declared charset of a text part, empty when none is declared.</param>
/// <param name="Children">Direct children.</param>
/// <param name="Next">Index of the entry behind this one's last descendant.</param>
public readonly record struct PartEntry(
    PartKind Kind, TransferEncoding Encoding, long HeaderStart, long BodyStart, long BodyEnd, long Lines, string Charset, int Children, int Next)
{
    public long HeaderLength => BodyStart - HeaderStart;

    public long BodyLength => BodyEnd - BodyStart;
}
