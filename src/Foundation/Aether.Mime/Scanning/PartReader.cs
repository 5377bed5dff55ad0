using System.Buffers;
using System.Text;
using Aether.Mime.Headers;
using Aether.Mime.Structure;

namespace Aether.Mime.Scanning;

/// <summary>Turns the header of each part into its ready pieces as soon as it has ended, so that nothing of it need be kept. RFC 2045, RFC 3501 §7.4.2.</summary>
internal sealed class PartReader(MimeLimits limits)
{
    private readonly ArrayBufferWriter<byte> output = new(512);
    private byte[] boundary = [];
    private int renderedLeft = limits.MaxRenderedPartFields;
    private MessageFacts? facts;

    /// <summary>The boundary of the multipart described last; empty when it has none.</summary>
    public ReadOnlySpan<byte> Boundary => boundary;

    public void Describe(Entity entity, HeaderCollector header)
    {
        if (entity.IsMessage)
            DescribeMessage(entity, header);
        if (entity.Depth >= limits.MaxDepth)
        {
            DescribeOpaque(entity);
            return;
        }

        var type = TypeOf(entity, header);
        entity.Encoding = EncodingOf(header.Get(KnownField.ContentTransferEncoding));
        entity.Kind = KindOf(type);
        if (entity.Kind is PartKind.Multipart)
            DescribeMultipart(entity, type);
        else if (entity.Kind is PartKind.Text or PartKind.Html)
            entity.Charset = CharsetOf(type);

        bool isLeaf = entity.Kind is not PartKind.Multipart;
        if (isLeaf)
            entity.Head = Rendered(new PartFields(type, header, limits), static (target, fields) => BodyStructureWriter.WriteHead(target, fields), BodyStructureWriter.OpaqueHead);
        entity.Tail = isLeaf
            ? Rendered(new PartFields(type, header, limits), static (target, fields) => BodyStructureWriter.WriteTail(target, fields), BodyStructureWriter.OpaqueTail)
            : Rendered(new PartFields(type, header, limits), static (target, fields) => BodyStructureWriter.WriteMultipartTail(target, fields), BodyStructureWriter.OpaqueMultipartTail);
    }

    /// <summary>Beyond a limit: one part of unknown content, still delivered.</summary>
    public static void DescribeOpaque(Entity entity)
    {
        if (entity.Envelope.IsEmpty)
            entity.Envelope = EnvelopeWriter.Empty;
        entity.Kind = PartKind.Other;
        entity.Encoding = TransferEncoding.Unknown;
        entity.Head = BodyStructureWriter.OpaqueHead;
        entity.Tail = BodyStructureWriter.OpaqueTail;
    }

    public MessageFacts Finish(List<Entity> entities)
    {
        output.ResetWrittenCount();
        BodyStructureWriter.Write(output, entities);
        byte[] structure = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        PartIndexWriter.Write(output, entities);
        return facts! with { BodyStructure = structure, Parts = output.WrittenSpan.ToArray(), HeaderLength = entities[0].BodyStart };
    }

    private void DescribeMessage(Entity entity, HeaderCollector header)
    {
        if (entity.Parent is not null && renderedLeft <= 0)
        {
            entity.Envelope = EnvelopeWriter.Empty;
        }
        else
        {
            output.ResetWrittenCount();
            EnvelopeWriter.Write(output, header, limits);
            entity.Envelope = output.WrittenSpan.ToArray();
        }

        if (entity.Parent is not null)
        {
            renderedLeft -= entity.Envelope.Length;
            return;
        }

        facts = new MessageFacts
        {
            Size = 0,
            HeaderLength = 0,
            Envelope = entity.Envelope,
            BodyStructure = default,
            Parts = default,
            MessageId = MessageIds.First(header.Get(KnownField.MessageId)),
            References = MessageIds.All(header.Get(KnownField.References), header.Get(KnownField.InReplyTo)),
            Subject = TextOf(header, KnownField.Subject),
            From = TextOf(header, KnownField.From),
            Date = TextOf(header, KnownField.Date),
        };
    }

    private void DescribeMultipart(Entity entity, MediaType type)
    {
        entity.IsDigest = type.IsSubtype("digest"u8);
        var found = type.Find("boundary"u8).TrimEnd((byte)' ');
        boundary = found.Length <= limits.MaxBoundaryLength ? found.ToArray() : [];
    }

    private byte[] Rendered(PartFields fields, Action<IBufferWriter<byte>, PartFields> write, ReadOnlyMemory<byte> otherwise)
    {
        if (renderedLeft <= 0)
            return otherwise.ToArray();
        output.ResetWrittenCount();
        write(output, fields);
        renderedLeft -= output.WrittenCount;
        return output.WrittenSpan.ToArray();
    }

    private MediaType TypeOf(Entity entity, HeaderCollector header)
    {
        if (header.TryGet(KnownField.ContentType, out var value))
        {
            var type = MediaType.Parse(value, limits.MaxParameters);
            if (type.Type.Length > 0 && type.Subtype.Length > 0)
                return type;
        }

        // RFC 2046 §5.1.5, RFC 2045 §5.2: the defaults, also for what cannot be understood.
        return entity.Parent is { IsDigest: true } ? MediaTypes.Message : MediaTypes.PlainText;
    }

    private static PartKind KindOf(MediaType type)
    {
        if (type.IsType("text"u8))
            return type.IsSubtype("html"u8) ? PartKind.Html : PartKind.Text;
        if (type.IsType("multipart"u8))
            return PartKind.Multipart;
        return type.IsType("message"u8) && type.IsSubtype("rfc822"u8) ? PartKind.Message : PartKind.Other;
    }

    private static TransferEncoding EncodingOf(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOfAny(" \t;("u8);
        if (end >= 0)
            value = value[..end];
        if (value.IsEmpty || Ascii.EqualsIgnoreCase(value, "7bit"u8) || Ascii.EqualsIgnoreCase(value, "8bit"u8) || Ascii.EqualsIgnoreCase(value, "binary"u8))
            return TransferEncoding.Identity;
        if (Ascii.EqualsIgnoreCase(value, "base64"u8))
            return TransferEncoding.Base64;
        return Ascii.EqualsIgnoreCase(value, "quoted-printable"u8) ? TransferEncoding.QuotedPrintable : TransferEncoding.Unknown;
    }

    private static string CharsetOf(MediaType type)
    {
        var charset = type.Find("charset"u8);
        return charset.Length is 0 or > 64 ? string.Empty : Encoding.Latin1.GetString(charset);
    }

    private static string? TextOf(HeaderCollector header, KnownField field)
    {
        const int MaxText = 4096;
        if (!header.TryGet(field, out var value))
            return null;
        return Encoding.UTF8.GetString(value.Length > MaxText ? value[..MaxText] : value);
    }
}
