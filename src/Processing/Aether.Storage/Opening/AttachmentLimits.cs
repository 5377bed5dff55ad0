namespace Aether.Storage;

/// <summary>What reading an attachment may take. It is done behind delivery, by the index alone; what is beyond is not found by its text.</summary>
/// <param name="MaxOctets">Octets of an attachment, decoded.</param>
/// <param name="MaxText">Octets of text taken from all attachments of a message.</param>
/// <param name="MaxUnpacked">Octets that the parts of an office document unpack to.</param>
/// <param name="MaxPages">Pages of a document.</param>
/// <param name="Time">For one attachment.</param>
public sealed record AttachmentLimits(int MaxOctets, int MaxText, long MaxUnpacked, int MaxPages, TimeSpan Time)
{
    public static AttachmentLimits Default { get; } = new(16 << 20, 256 << 10, 64 << 20, 500, TimeSpan.FromSeconds(10));
}
