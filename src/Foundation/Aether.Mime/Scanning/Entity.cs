using Aether.Mime.Structure;

namespace Aether.Mime.Scanning;

/// <summary>One part while a scan is under way. RFC 2046 §5.</summary>
internal sealed class Entity(Entity? parent, long headerStart)
{
    public Entity? Parent { get; } = parent;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    public int Children { get; set; }

    public PartKind Kind { get; set; }

    public TransferEncoding Encoding { get; set; }

    public string Charset { get; set; } = string.Empty;

    public long HeaderStart { get; } = headerStart;

    public long BodyStart { get; set; }

    public long BodyEnd { get; set; }

    /// <summary>Line ends counted when the body began, afterwards those inside the body.</summary>
    public long Lines { get; set; }

    /// <summary>multipart/digest: parts without a Content-Type are messages. RFC 2046 §5.1.5.</summary>
    public bool IsDigest { get; set; }

    /// <summary>BODYSTRUCTURE up to the size, ready to copy; of a multipart empty.</summary>
    public ReadOnlyMemory<byte> Head { get; set; }

    /// <summary>BODYSTRUCTURE behind the size and lines, or behind the parts of a multipart.</summary>
    public ReadOnlyMemory<byte> Tail { get; set; }

    /// <summary>Of the message itself, and of a message inside message/rfc822.</summary>
    public ReadOnlyMemory<byte> Envelope { get; set; }

    /// <summary>Whether a body line count belongs to this part's BODYSTRUCTURE. RFC 3501 §7.4.2.</summary>
    public bool HasLines => Kind is PartKind.Text or PartKind.Html or PartKind.Message;

    public bool IsMessage => Parent is null or { Kind: PartKind.Message };

    /// <summary>Ends the part; when a delimiter follows the header at once, the header's empty line belongs to the delimiter.</summary>
    public void Close(long end, long lines)
    {
        BodyEnd = Math.Max(HeaderStart, end);
        BodyStart = Math.Min(BodyStart, BodyEnd);
        Lines = Math.Max(0, lines - Lines);
    }
}
