using System.Buffers;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Content;

/// <summary>Reads the octets of one BDAT chunk. RFC 3030 §2.</summary>
/// <param name="session">Whose chunk it is.</param>
/// <param name="acceptance">Takes the message after the last chunk.</param>
/// <param name="chunk">Its size.</param>
/// <param name="content">Where it goes; null drops it: no transaction was open for it.</param>
internal sealed class ChunkInput(SmtpSession session, Acceptance acceptance, BdatArguments chunk, IncomingContent? content) : SmtpInput
{
    private readonly bool binary = session.Transaction?.Mail.Body is BodyType.BinaryMime;
    private long left = chunk.Size;

    public override bool IsContent => true;

    public override bool TryTake(ref ReadOnlySequence<byte> buffer)
    {
        var mine = buffer.Slice(0, Math.Min(left, buffer.Length));
        foreach (var memory in mine)
        {
            if (binary)
                content?.Append(memory.Span);
            else
                content?.AppendText(memory.Span);
        }

        left -= mine.Length;
        buffer = buffer.Slice(mine.End);
        return left == 0;
    }

    public override ValueTask FlushAsync(CancellationToken ct) => content?.FlushAsync(ct) ?? ValueTask.CompletedTask;

    public override async ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
    {
        session.ExpectCommand();
        if (content is null)
        {
            // RFC 3030 §2: after a failure, chunks are refused until RSET or a new transaction.
            await session.ResetAsync();
            return Replies.ChunkOutOfOrder;
        }

        await content.FlushAsync(ct);
        if (chunk.IsLast)
            content.Finish();
        if (chunk.IsLast)
            return await acceptance.AcceptAsync(session, ct);
        return content.Refusal is null ? Replies.ChunkTaken(chunk.Size) : await Acceptance.GiveUpAsync(session);
    }
}
