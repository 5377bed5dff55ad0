using System.Buffers;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Content;

/// <summary>Reads the content behind DATA up to its end, straight into the draft. RFC 5321 §4.5.2.</summary>
internal sealed class DataInput(SmtpSession session, Acceptance acceptance) : SmtpInput
{
    private readonly IncomingContent content = session.Transaction!.Content!;
    private DataDecoder decoder;
    private bool started;

    public override bool IsContent => true;

    // RFC 2920 §3.1: DATA ends a group; what is behind it already was not meant for a server that might have refused.
    public override bool ForbidsPipelining => !started;

    public override bool TryTake(ref ReadOnlySequence<byte> buffer)
    {
        started |= !buffer.IsEmpty;
        long taken = 0;
        var status = DataStatus.More;
        foreach (var memory in buffer)
        {
            var rest = memory.Span;
            while ((status = decoder.Read(ref rest, out var piece)) is DataStatus.Content)
                content.AppendLines(piece);
            taken += memory.Length - rest.Length;
            if (status is DataStatus.End)
                break;
        }

        buffer = buffer.Slice(taken);
        return status is DataStatus.End || content.IsEndless;
    }

    public override ValueTask FlushAsync(CancellationToken ct) => content.FlushAsync(ct);

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
    {
        session.ExpectCommand();
        if (content.IsEndless)
            session.After = AfterReply.Close;
        if (decoder.Broken)
            content.Break();
        return acceptance.AcceptAsync(session, ct);
    }
}
