using System.Text;

namespace Aether.Mime.Scanning;

/// <summary>Recognises the header fields a scan keeps, by length and then by name. RFC 5322 §3.6.</summary>
internal static class KnownFields
{
    public const int Count = (int)KnownField.ContentLocation + 1;

    public static KnownField Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Either(name, "to"u8, KnownField.To, "cc"u8, KnownField.Cc),
        3 => Match(name, "bcc"u8, KnownField.Bcc),
        4 => Either(name, "from"u8, KnownField.From, "date"u8, KnownField.Date),
        6 => Match(name, "sender"u8, KnownField.Sender),
        7 => Match(name, "subject"u8, KnownField.Subject),
        8 => Either(name, "received"u8, KnownField.Received, "reply-to"u8, KnownField.ReplyTo),
        10 => Either(name, "message-id"u8, KnownField.MessageId, "references"u8, KnownField.References) is var found and not KnownField.None
            ? found
            : Match(name, "content-id"u8, KnownField.ContentId),
        11 => Either(name, "in-reply-to"u8, KnownField.InReplyTo, "content-md5"u8, KnownField.ContentMd5),
        12 => Either(name, "content-type"u8, KnownField.ContentType, "delivered-to"u8, KnownField.DeliveredTo),
        16 => Either(name, "content-language"u8, KnownField.ContentLanguage, "content-location"u8, KnownField.ContentLocation),
        19 => Either(name, "content-description"u8, KnownField.ContentDescription, "content-disposition"u8, KnownField.ContentDisposition),
        25 => Match(name, "content-transfer-encoding"u8, KnownField.ContentTransferEncoding),
        _ => KnownField.None,
    };

    private static KnownField Match(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected, KnownField field) =>
        Ascii.EqualsIgnoreCase(name, expected) ? field : KnownField.None;

    private static KnownField Either(ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, KnownField first, ReadOnlySpan<byte> two, KnownField second) =>
        Match(name, one, first) is var found and not KnownField.None ? found : Match(name, two, second);
}
