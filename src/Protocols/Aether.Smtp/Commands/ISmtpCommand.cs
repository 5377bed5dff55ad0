using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>The handler of one verb: gets what stands behind the verb, returns a reply, never touches the pipe.</summary>
internal interface ISmtpCommand
{
    /// <param name="session">Whose command it is; the table has checked its state.</param>
    /// <param name="arguments">Valid until the returned task is done.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct);
}
