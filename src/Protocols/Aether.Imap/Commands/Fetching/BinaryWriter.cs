using System.Buffers;
using System.Text;
using Aether.Imap.Wire;
using Aether.Mime.Structure;
using Aether.Mime.Text;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Fetching;

/// <summary>
/// Writes parts without their transfer encoding. The octets are decoded twice: once to count them, for a literal begins with its
/// size, and once to send them; never held whole. RFC 3516 §4.
/// </summary>
internal sealed class BinaryWriter(ResponseWriter responses)
{
    private const int Chunk = 48 * 1024;

    /// <summary>The encoding of a part that was asked for is one that nobody knows: NO [UNKNOWN-CTE].</summary>
    public bool MetUnknownEncoding { get; private set; }

    public async ValueTask WriteSizeAsync(OpenMessage message, BodySection section, CancellationToken ct)
    {
        if (Locate(message, section) is not { } part)
        {
            responses.Raw("NIL"u8);
            return;
        }

        ImapString.WriteNumber(responses.Output, (await CountAsync(message, part, ct)).Size);
    }

    /// <summary>What a part is without its transfer encoding; null where it has none that could be taken off.</summary>
    public async ValueTask<DecodedPart?> DescribeAsync(OpenMessage message, BodySection section, CancellationToken ct) =>
        Locate(message, section) is { Encoding: not TransferEncoding.Identity } part ? await CountAsync(message, part, ct) : null;

    public async ValueTask WriteAsync(OpenMessage message, BodySection section, CancellationToken ct)
    {
        if (Locate(message, section) is not { } part)
        {
            responses.Raw("NIL"u8);
            return;
        }

        var whole = await CountAsync(message, part, ct);
        long start = section.PartialStart < 0 ? 0 : Math.Min(section.PartialStart, whole.Size);
        long length = Math.Min(section.PartialLength, whole.Size - start);
        if (whole.HasNul)
            responses.Raw("~"u8); // RFC 3516 §4.5: only a literal8 may hold NUL
        ImapString.WriteLiteralHead(responses.Output, length);
        responses.IsInsideLiteral = true;
        await CopyAsync(message, part, start, length, ct);
        responses.IsInsideLiteral = false;
    }

    private static async ValueTask<DecodedPart> CountAsync(OpenMessage message, PartEntry part, CancellationToken ct)
    {
        var counted = new DecodedPart(0, 0, false, false);
        await DecodeAsync(message, part, octets =>
        {
            counted = new DecodedPart(counted.Size + octets.Length, counted.Lines + octets.Count((byte)'\n'), counted.HasNul || octets.Contains((byte)0), counted.Has8Bit || !Ascii.IsValid(octets));
            return true;
        }, static _ => ValueTask.CompletedTask, ct);
        return counted;
    }

    private ValueTask CopyAsync(OpenMessage message, PartEntry part, long start, long length, CancellationToken ct)
    {
        long at = 0;
        return DecodeAsync(message, part, octets =>
        {
            long from = Math.Clamp(start - at, 0, octets.Length);
            long to = Math.Clamp(start + length - at, from, octets.Length);
            responses.Raw(octets[(int)from..(int)to]);
            at += octets.Length;
            return at < start + length;
        }, responses.FlushIfFullAsync, ct);
    }

    /// <summary>Hands the decoded octets over piece by piece, until <paramref name="take"/> wants no more.</summary>
    private static async ValueTask DecodeAsync(OpenMessage message, PartEntry part, TakeOctets take, Func<CancellationToken, ValueTask> between, CancellationToken ct)
    {
        var body = await message.OpenAsync(ct);
        var decoder = new TransferDecoder(part.Encoding);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            bool more = true;
            for (long at = part.BodyStart; more && at < part.BodyEnd;)
            {
                int count = await body.ReadAsync(at, buffer.AsMemory(0, (int)Math.Min(Chunk, part.BodyEnd - at)), ct);
                if (count is 0)
                    throw new CorruptBlobException(message.Email.Blob, "it ends early");
                at += count;
                more = take(decoder.Decode(buffer.AsSpan(0, count)));
                await between(ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>An empty path is the message as it stands. RFC 3516 §4.2.</summary>
    private PartEntry? Locate(OpenMessage message, BodySection section)
    {
        if (section.Path.Length is 0)
            return message.Parts.Root with { Encoding = TransferEncoding.Identity, BodyStart = 0, BodyEnd = message.Size };
        if (!message.Parts.TryFind(section.Path, out var part))
            return null;
        if (part.Encoding is not TransferEncoding.Unknown)
            return part.Kind is PartKind.Multipart or PartKind.Message ? part with { Encoding = TransferEncoding.Identity } : part;
        MetUnknownEncoding = true;
        return null;
    }

    private delegate bool TakeOctets(ReadOnlySpan<byte> octets);
}
