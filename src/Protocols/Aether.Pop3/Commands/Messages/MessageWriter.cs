using System.Buffers;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Pop3;
using Aether.Protocol.Smtp;
using Aether.Storage;

namespace Aether.Pop3.Commands.Messages;

/// <summary>Streams a message, dots doubled, waiting for a slow client between pieces; never held whole. RFC 1939 §3.</summary>
internal static class MessageWriter
{
    private const int Piece = 64 * 1024;

    /// <param name="cutter">Where to stop; null sends all.</param>
    public static async ValueTask<Pop3Reply> WriteAsync(Pop3Session session, int number, TopCutter? cutter, CancellationToken ct)
    {
        if (await session.Maildrop!.FindAsync(number, ct) is not { } email)
            return Pop3Reply.Error("SYS/PERM", "Another session has removed it.");
        if (email.IsDamaged)
            return Pop3Reply.Damaged;
        try
        {
            using var body = await session.Store.Messages.OpenBodyAsync(email, ct);
            if (cutter is null)
                await body.CheckAsync(0, body.Size, ct); // an answer that was begun can't be taken back
            await CopyAsync(session.Responses, body.Size, body.ReadAsync, cutter, ct);
        }
        catch (CorruptBlobException) when (!session.Responses.IsInsideAnswer)
        {
            return Pop3Reply.Damaged; // the store has told the operator
        }

        return session.Responses.End(withDot: false);
    }

    private static async ValueTask CopyAsync(ResponseWriter responses, long size, Func<long, Memory<byte>, CancellationToken, ValueTask<int>> read, TopCutter? cut, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var encoder = new DataEncoder();
            var cutter = cut.GetValueOrDefault();
            int length = await read(0, buffer.AsMemory(0, Piece), ct);
            responses.Begin(cut is null ? $"{size} octets" : "The top follows");
            for (long at = 0; length > 0;)
            {
                int shown = cut is null ? length : cutter.Take(buffer.AsSpan(0, length));
                encoder.Encode(buffer.AsSpan(0, shown), responses.Output);
                await responses.FlushIfFullAsync(ct);
                at += length;
                if (cut is not null && cutter.IsDone)
                    break;
                length = await read(at, buffer.AsMemory(0, Piece), ct);
            }

            encoder.Finish(responses.Output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
