using Aether.Protocol.Smtp;
using Aether.Smtp.Content;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>DATA: the content follows, dot-stuffed. RFC 5321 §4.1.1.4.</summary>
internal sealed class DataCommand(Acceptance acceptance) : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (!arguments.IsEmpty)
            return ValueTask.FromResult(Replies.NoArguments);
        if (session.Transaction!.Mail.Body is BodyType.BinaryMime)
            return ValueTask.FromResult(Replies.BinaryNeedsBdat); // RFC 3030 §3

        session.Transaction.Content = acceptance.NewContent(session);
        session.Expect(new DataInput(session, acceptance));
        return ValueTask.FromResult(Replies.SendContent);
    }
}
