namespace Aether.Mime.Headers;

/// <summary>The media types a part has when it does not say. RFC 2045 §5.2, RFC 2046 §5.1.5.</summary>
internal static class MediaTypes
{
    public static MediaType PlainText { get; } = MediaType.Parse("text/plain; charset=us-ascii"u8, 1);

    public static MediaType Message { get; } = MediaType.Parse("message/rfc822"u8, 1);
}
