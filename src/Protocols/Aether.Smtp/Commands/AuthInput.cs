using System.Buffers;
using Aether.Protocol.Smtp;
using Aether.Protocol.Text;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>Reads the client's answer to a challenge. RFC 4954 §4: up to 12,288 octets.</summary>
internal sealed class AuthInput(SmtpSession session, AuthCommand auth, AuthDialog dialog) : SmtpInput
{
    private LineStatus status;
    private ReadOnlyMemory<byte> line;

    public override bool TryTake(ref ReadOnlySequence<byte> buffer)
    {
        status = CrlfLineReader.TryRead(ref buffer, session.Limits.MaxAuthLine, out var sequence);
        line = sequence.IsSingleSegment ? sequence.First : sequence.ToArray();
        return status is not LineStatus.Incomplete;
    }

    public override ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
    {
        if (status is LineStatus.Complete)
            return auth.AnswerAsync(session, dialog, line, ct);
        session.After = AfterReply.Close;
        return ValueTask.FromResult(status is LineStatus.TooLong ? Replies.AuthTooLong : Replies.BareTerminator);
    }
}
