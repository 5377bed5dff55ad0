namespace Aether.Protocol.Smtp;

/// <summary>The BODY parameter of MAIL. RFC 6152 §3, RFC 3030 §3.</summary>
public enum BodyType
{
    /// <summary>Not given: taken as 7-bit.</summary>
    Unspecified,
    SevenBit,
    EightBitMime,
    BinaryMime,
}
