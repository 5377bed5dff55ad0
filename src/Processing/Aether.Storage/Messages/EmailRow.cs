namespace Aether.Storage.Messages;

/// <summary>The cold row of an email: all that can be told of it without its body.</summary>
/// <param name="Blob">Where its octets are, behind <paramref name="Prefix"/>.</param>
/// <param name="Prefix">Header fields of its own in front of the shared blob (trace headers); CRLF-ended, at most 16 KiB.</param>
/// <param name="Envelope">The IMAP ENVELOPE, ready to send.</param>
/// <param name="BodyStructure">The IMAP BODYSTRUCTURE, ready to send.</param>
/// <param name="Parts">The packed part index (<c>Aether.Mime.PartIndex</c>); its offsets count from the blob's start.</param>
public sealed record EmailRow(EmailId Id, BlobId Blob, long BlobSize, ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Envelope, ReadOnlyMemory<byte> BodyStructure, ReadOnlyMemory<byte> Parts)
{
    /// <summary>The thread it belongs to; it never changes. RFC 8474 §5.2.</summary>
    public ThreadId Thread { get; init; }

    /// <summary>The beginning of its text, kept since somebody first asked for it; null: nobody did yet, or it has none. RFC 8970.</summary>
    public string? Preview { get; init; }

    /// <summary>The row can't be read: nothing of it but its id is true.</summary>
    public bool IsDamaged { get; private init; }

    internal static EmailRow Damaged(EmailId id) => new(id, default, 0, default, default, default, default) { IsDamaged = true };
}
