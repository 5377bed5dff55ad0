namespace Aether.Mime.Scanning;

/// <summary>The header fields a scan keeps. RFC 5322 §3.6, RFC 2045 §3, RFC 2183, RFC 3282, RFC 1864, RFC 2557, RFC 9228.</summary>
internal enum KnownField
{
    None,
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
    Date,
    Subject,
    MessageId,
    InReplyTo,
    References,
    Received,
    DeliveredTo,
    ContentType,
    ContentTransferEncoding,
    ContentId,
    ContentDescription,
    ContentMd5,
    ContentDisposition,
    ContentLanguage,
    ContentLocation,
}
