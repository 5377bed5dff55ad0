using System.Buffers;
using Aether.Mime.Headers;
using Aether.Mime.Structure;
using Aether.Protocol.Imap;

namespace Aether.Mime.Scanning;

/// <summary>Writes BODYSTRUCTURE with its extension data from the parts of a scan, without recursion. RFC 3501 §7.4.2.</summary>
internal static class BodyStructureWriter
{
    public static ReadOnlyMemory<byte> OpaqueHead { get; } = "\"application\" \"octet-stream\" NIL NIL NIL \"8bit\""u8.ToArray();

    public static ReadOnlyMemory<byte> OpaqueTail { get; } = " NIL NIL NIL NIL"u8.ToArray();

    public static ReadOnlyMemory<byte> OpaqueMultipartTail { get; } = " \"mixed\" NIL NIL NIL NIL"u8.ToArray();

    /// <summary>The grammar has no multipart without parts.</summary>
    private static ReadOnlySpan<byte> EmptyPart => "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL)"u8;

    public static void Write(IBufferWriter<byte> target, List<Entity> entities)
    {
        for (int i = 0; i < entities.Count; i++)
        {
            var entity = entities[i];
            WriteStart(target, entity);

            // Close this part and each one around it that the next part does not belong to.
            var parent = i + 1 < entities.Count ? entities[i + 1].Parent : null;
            for (var open = entity; open != parent; open = open.Parent!)
                WriteEnd(target, open);
        }
    }

    /// <summary>Type, subtype, parameters, id, description, encoding.</summary>
    public static void WriteHead(IBufferWriter<byte> target, PartFields fields)
    {
        ImapString.Write(target, fields.Type.Type.Span);
        target.Write(" "u8);
        ImapString.Write(target, fields.Type.Subtype.Span);
        target.Write(" "u8);
        WriteParameters(target, fields.Type.Parameters);
        WriteField(target, fields, KnownField.ContentId);
        WriteField(target, fields, KnownField.ContentDescription);
        target.Write(" "u8);
        var encoding = FirstWord(fields.Header.Get(KnownField.ContentTransferEncoding));
        ImapString.Write(target, encoding.IsEmpty ? "7bit"u8 : encoding);
    }

    /// <summary>The extension data of a part that is no multipart: MD5, disposition, language, location.</summary>
    public static void WriteTail(IBufferWriter<byte> target, PartFields fields)
    {
        WriteField(target, fields, KnownField.ContentMd5);
        WriteDisposition(target, fields);
    }

    /// <summary>What follows the parts of a multipart: subtype, parameters, disposition, language, location.</summary>
    public static void WriteMultipartTail(IBufferWriter<byte> target, PartFields fields)
    {
        target.Write(" "u8);
        ImapString.Write(target, fields.Type.Subtype.Span);
        target.Write(" "u8);
        WriteParameters(target, fields.Type.Parameters);
        WriteDisposition(target, fields);
    }

    private static void WriteStart(IBufferWriter<byte> target, Entity entity)
    {
        if (entity.Parent is { Kind: PartKind.Message })
        {
            target.Write(entity.Envelope.Span);
            target.Write(" "u8);
        }

        target.Write("("u8);
        if (entity.Kind is PartKind.Multipart)
        {
            if (entity.Children is 0)
                target.Write(EmptyPart);
            return;
        }

        target.Write(entity.Head.Span);
        target.Write(" "u8);
        ImapString.WriteNumber(target, entity.BodyEnd - entity.BodyStart);
        target.Write(entity.Kind is PartKind.Message ? " "u8 : default);
    }

    private static void WriteEnd(IBufferWriter<byte> target, Entity entity)
    {
        if (entity.HasLines)
        {
            target.Write(" "u8);
            ImapString.WriteNumber(target, entity.Lines);
        }

        target.Write(entity.Tail.Span);
        target.Write(")"u8);
    }

    private static void WriteField(IBufferWriter<byte> target, PartFields fields, KnownField name)
    {
        target.Write(" "u8);
        ImapString.WriteNullable(target, fields.Header.Get(name));
    }

    private static void WriteDisposition(IBufferWriter<byte> target, PartFields fields)
    {
        var disposition = MediaType.Parse(fields.Header.Get(KnownField.ContentDisposition), fields.Limits.MaxParameters);
        if (disposition.Type.Length is 0)
        {
            target.Write(" NIL"u8);
        }
        else
        {
            target.Write(" ("u8);
            ImapString.Write(target, disposition.Type.Span);
            target.Write(" "u8);
            WriteParameters(target, disposition.Parameters);
            target.Write(")"u8);
        }

        WriteLanguages(target, fields.Header.Get(KnownField.ContentLanguage), fields.Limits.MaxParameters);
        WriteField(target, fields, KnownField.ContentLocation);
    }

    private static void WriteParameters(IBufferWriter<byte> target, IReadOnlyList<MediaParameter> parameters)
    {
        if (parameters.Count is 0)
        {
            target.Write("NIL"u8);
            return;
        }

        for (int i = 0; i < parameters.Count; i++)
        {
            target.Write(i is 0 ? "("u8 : " "u8);
            ImapString.Write(target, parameters[i].Name.Span);
            target.Write(" "u8);
            ImapString.Write(target, parameters[i].Value.Span);
        }

        target.Write(")"u8);
    }

    private static void WriteLanguages(IBufferWriter<byte> target, ReadOnlySpan<byte> value, int max)
    {
        int written = 0;
        var lexer = new HeaderLexer(value, HeaderLexer.AddressSpecials);
        for (var kind = lexer.Next(); kind is not HeaderTokenKind.End && written < max; kind = lexer.Next())
        {
            if (kind is not HeaderTokenKind.Atom)
                continue;
            target.Write(written++ is 0 ? " ("u8 : " "u8);
            ImapString.Write(target, lexer.Text);
        }

        target.Write(written is 0 ? " NIL"u8 : ")"u8);
    }

    private static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOfAny(" \t;("u8);
        return end < 0 ? value : value[..end];
    }
}
