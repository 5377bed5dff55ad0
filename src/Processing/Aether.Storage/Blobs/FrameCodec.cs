namespace Aether.Storage.Blobs;

/// <summary>How a frame's octets are stored; the number is written down, so it never changes its meaning.</summary>
internal enum FrameCodec : byte
{
    Plain = 0,
    Zstd = 1,

    /// <summary>Zstandard with <c>Dictionaries/mail-1.zdict</c>, which never changes: a better one gets a number of its own.</summary>
    ZstdMail1 = 2,

    /// <summary>As <see cref="Zstd"/>, with lines of base64 told in octets: <see cref="Base64Lines"/>.</summary>
    ZstdBase64 = 3,

    /// <summary>As <see cref="ZstdMail1"/>, with lines of base64 told in octets.</summary>
    ZstdMail1Base64 = 4,
}
