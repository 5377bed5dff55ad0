namespace Aether.Mime.Structure;

/// <summary>Content-Transfer-Encoding as far as a decoder cares. RFC 2045 §6.</summary>
public enum TransferEncoding : byte
{
    /// <summary>7bit, 8bit and binary: nothing to undo.</summary>
    Identity,
    QuotedPrintable,
    Base64,

    /// <summary>A word nobody defined: the content is opaque, RFC 2045 §6.4.</summary>
    Unknown,
}
