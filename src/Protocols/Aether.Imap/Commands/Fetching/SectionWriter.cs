using System.Buffers;
using System.Text;
using Aether.Imap.Wire;
using Aether.Mime.Headers;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Fetching;

/// <summary>Writes the octets that a section names, by their offsets, waiting for a slow client between pieces. RFC 3501 §6.4.5.</summary>
internal sealed class SectionWriter(ResponseWriter responses)
{
    private readonly Func<CancellationToken, ValueTask<bool>> flush = responses.TryFlushAsync;

    public async ValueTask WriteAsync(OpenMessage message, BodySection section, CancellationToken ct)
    {
        if (section.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot)
        {
            await WriteFieldsAsync(message, section, ct);
            return;
        }

        if (!SectionLocator.TryLocate(message, section, out long start, out long length))
        {
            responses.Raw("NIL"u8);
            return;
        }

        SectionLocator.Cut(section, ref start, ref length);
        if (length is 0)
        {
            responses.Raw("\"\""u8);
            return;
        }

        var body = await message.OpenAsync(ct);
        ImapString.WriteLiteralHead(responses.Output, length);
        responses.IsInsideLiteral = true;
        if (!await body.CopyToAsync(responses.Output, start, length, flush, ct))
            throw new PeerGoneException();
        responses.IsInsideLiteral = false;
    }

    /// <summary>Makes sure that the octets of a section are there.</summary>
    /// <exception cref="CorruptBlobException">They are damaged.</exception>
    /// <exception cref="InvalidDataException">The stored index is damaged.</exception>
    public static async ValueTask CheckAsync(OpenMessage message, BodySection section, CancellationToken ct)
    {
        if (section.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot)
        {
            if (message.Parts.TryFindMessage(section.Path, out var part))
                await (await message.OpenAsync(ct)).CheckAsync(part.HeaderStart, part.HeaderLength, ct);
            return;
        }

        if (!SectionLocator.TryLocate(message, section, out long start, out long length))
            return;
        SectionLocator.Cut(section, ref start, ref length);
        if (length > 0)
            await (await message.OpenAsync(ct)).CheckAsync(start, length, ct);
    }

    private async ValueTask WriteFieldsAsync(OpenMessage message, BodySection section, CancellationToken ct)
    {
        if (!message.Parts.TryFindMessage(section.Path, out var part))
        {
            responses.Raw("NIL"u8);
            return;
        }

        var fields = Select(await message.ReadHeaderAsync(part, ct), section);
        long start = 0;
        long length = fields.Length;
        SectionLocator.Cut(section, ref start, ref length);
        ImapString.WriteLiteralHead(responses.Output, length);
        responses.Raw(fields.Span.Slice((int)start, (int)length));
    }

    /// <summary>The fields asked for, as they stand, and the empty line. RFC 3501 §6.4.5.</summary>
    private static ReadOnlyMemory<byte> Select(byte[] header, BodySection section)
    {
        var selected = new ArrayBufferWriter<byte>(512);
        var reader = new HeaderFieldReader(header);
        while (reader.TryRead(out var field))
        {
            bool isNamed = false;
            foreach (byte[] name in section.Fields)
                isNamed |= Ascii.EqualsIgnoreCase(field.Name, name);
            if (isNamed == section.Text is SectionText.HeaderFields)
                selected.Write(field.Whole);
        }

        selected.Write("\r\n"u8);
        return selected.WrittenMemory;
    }
}
