using Aether.Protocol.Smtp;
using Aether.Smtp.Content;
using Aether.Smtp.Session;
using Aether.Smtp.Urls;

namespace Aether.Smtp.Commands;

/// <summary>BURL: a part of the content comes from a message that the sender keeps here, so that nobody uploads it twice. RFC 4468.</summary>
internal sealed class BurlCommand(Acceptance acceptance, IUrlSource? urls) : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (urls is null || session.Options.Kind is not SmtpListenerKind.Submission)
            return Replies.UnknownCommand;
        if (session.Login is not { } login)
            return Replies.AuthenticationRequired;
        if ((session.State & (SmtpStates.InRcpt | SmtpStates.InChunks)) == 0)
            return Replies.BurlOutOfOrder;
        if (BurlArguments.TryParse(arguments.Span, out var burl) is not ArgumentsStatus.Ok)
            return Replies.Syntax("BURL url [LAST]");

        bool binary = session.Transaction!.Mail.Body is BodyType.BinaryMime;
        var content = session.Transaction.Content ??= acceptance.NewContent(session);
        session.ExpectCommand();
        long octets = 0;
        var outcome = content.Refusal is not null ? UrlOutcome.Copied : await urls.CopyAsync(burl.Url, login.Address, async (piece, token) =>
        {
            octets += piece.Length;
            if (binary)
                content.Append(piece.Span);
            else
                content.AppendText(piece.Span);
            await content.FlushAsync(token);
            return content.Refusal is null;
        }, ct);
        if (outcome is not UrlOutcome.Copied)
        {
            // §3.3: as after a refused chunk, the transaction is over.
            await session.ResetAsync();
            return outcome is UrlOutcome.NotTrusted ? Replies.UrlNotTrusted : Replies.UrlFailed;
        }

        if (!burl.IsLast)
            return content.Refusal is null ? Replies.ChunkTaken(octets) : await Acceptance.GiveUpAsync(session);
        content.Finish();
        return await acceptance.AcceptAsync(session, ct);
    }
}
