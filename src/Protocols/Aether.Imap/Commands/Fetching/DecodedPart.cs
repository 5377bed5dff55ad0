namespace Aether.Imap.Commands.Fetching;

/// <summary>A part without its transfer encoding.</summary>
/// <param name="Size">Octets.</param>
/// <param name="Lines">Ends of lines among them.</param>
internal readonly record struct DecodedPart(long Size, long Lines, bool HasNul, bool Has8Bit)
{
    /// <summary>The transfer encoding that its octets could travel by as they are. RFC 2045 §2.7 to §2.9.</summary>
    public string Encoding => HasNul ? "binary" : Has8Bit ? "8bit" : "7bit";
}
