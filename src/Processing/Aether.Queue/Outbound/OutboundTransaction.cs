using System.Globalization;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Settings;
using Aether.Storage.Blobs;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Queue.Outbound;

/// <summary>One message to several recipients of one server. RFC 5321 §3.3; MAIL, RCPT and DATA in one piece where RFC 2920 allows.</summary>
internal sealed class OutboundTransaction(OutboundSession session, QueuedMessage message, BodyReader body, QueueOptions options)
{
    private const int PieceSize = 64 << 10;
    private readonly OutboundConnection connection = session.Connection;
    private readonly ServerExtensions extensions = session.Extensions;
    private readonly bool binary = message.Envelope.Body == "BINARYMIME";

    /// <returns>One reply for each recipient.</returns>
    /// <exception cref="OutboundFailure">The connection broke: nothing is known of recipients without a reply.</exception>
    public async Task<SmtpReply[]> RunAsync(IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        if (Obstacle(recipients) is { } obstacle)
            return [.. recipients.Select(_ => obstacle)];
        return extensions.Pipelining ? await SendTogetherAsync(recipients, ct) : await SendOneByOneAsync(recipients, ct);
    }

    /// <summary>What the server can't take in the form we have it, or null.</summary>
    private SmtpReply? Obstacle(IReadOnlyList<LeasedRecipient> recipients)
    {
        // RFC 1870 §6.1: a limit that is told is believed before the content is sent.
        if (extensions.MaxSize > 0 && message.Size > extensions.MaxSize)
            return new SmtpReply(552, new(5, 3, 4), "The message is larger than the next server takes");
        if (binary && !(extensions.BinaryMime && extensions.Chunking))
            return new SmtpReply(554, new(5, 6, 1), "The next server does not take binary content"); // RFC 3030 §3
        if (message.Envelope.Body == "8BITMIME" && !extensions.EightBitMime)
            return new SmtpReply(554, new(5, 6, 3), "The next server does not take 8-bit content"); // RFC 6152 §3
        bool utf8 = message.Envelope.SmtpUtf8 || !Ascii.IsValid(message.Sender) || recipients.Any(r => !Ascii.IsValid(r.Recipient.Address));
        return utf8 && !extensions.SmtpUtf8 ? new SmtpReply(550, new(5, 6, 7), "The next server does not take internationalized mail") : null; // RFC 6531 §3.6
    }

    private async Task<SmtpReply[]> SendTogetherAsync(IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        connection.Write(MailLine());
        foreach (var recipient in recipients)
            connection.Write(RcptLine(recipient.Recipient));
        if (!binary)
            connection.Write("DATA");
        await connection.FlushAsync(options.Outbound.CommandTimeout, ct);

        var mail = await ReadAsync(ct);
        var replies = new SmtpReply[recipients.Count];
        for (int i = 0; i < replies.Length; i++)
        {
            var reply = await ReadAsync(ct);
            replies[i] = mail.IsPositive ? reply : mail;
        }

        bool any = replies.Any(reply => reply.IsPositive);
        if (binary)
            return await SendBinaryAsync(replies, any, ct);

        var data = await ReadAsync(ct);
        if (data.Code != 354)
            return Merge(replies, data);
        if (any)
            return Merge(replies, await SendContentAsync(ct));

        // RFC 2920 §3.1: the server waits for content although nobody was accepted: it gets none.
        connection.Write(".");
        await connection.FlushAsync(options.Outbound.CommandTimeout, ct);
        await ReadAsync(ct);
        return replies;
    }

    private async Task<SmtpReply[]> SendOneByOneAsync(IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        var replies = new SmtpReply[recipients.Count];
        var mail = await AskAsync(MailLine(), ct);
        for (int i = 0; i < replies.Length; i++)
            replies[i] = mail.IsPositive ? await AskAsync(RcptLine(recipients[i].Recipient), ct) : mail;

        bool any = replies.Any(reply => reply.IsPositive);
        if (binary)
            return await SendBinaryAsync(replies, any, ct);
        if (!any)
        {
            await AskAsync("RSET", ct);
            return replies;
        }

        var data = await AskAsync("DATA", ct);
        return Merge(replies, data.Code == 354 ? await SendContentAsync(ct) : data);
    }

    private async Task<SmtpReply[]> SendBinaryAsync(SmtpReply[] replies, bool any, CancellationToken ct)
    {
        if (!any)
        {
            await AskAsync("RSET", ct);
            return replies;
        }

        connection.Write(string.Create(CultureInfo.InvariantCulture, $"BDAT {body.Size} LAST"));
        await CopyAsync(static (piece, output) => System.Buffers.BuffersExtensions.Write(output, piece), ct);
        return Merge(replies, await connection.ReadReplyAsync(options.Outbound.EndOfDataTimeout, ct));
    }

    private async ValueTask<SmtpReply> SendContentAsync(CancellationToken ct)
    {
        var encoder = default(DataEncoder);
        await CopyAsync((piece, output) => encoder.Encode(piece, output), ct);
        encoder.Finish(connection.Content);
        await connection.FlushAsync(options.Outbound.ContentTimeout, ct);
        return await connection.ReadReplyAsync(options.Outbound.EndOfDataTimeout, ct);
    }

    private async ValueTask CopyAsync(ContentWriter write, CancellationToken ct)
    {
        byte[] piece = System.Buffers.ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long at = 0; at < body.Size;)
            {
                int read = await body.ReadAsync(at, piece.AsMemory(0, PieceSize), ct);
                write(piece.AsSpan(0, read), connection.Content);
                at += read;
                await connection.FlushAsync(options.Outbound.ContentTimeout, ct);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private string MailLine()
    {
        var mail = new MailArguments(Mailbox.TryParse(message.Sender, out var sender) ? sender : null)
        {
            Size = extensions.Size ? message.Size : null,
            Body = binary ? BodyType.BinaryMime : message.Envelope.Body == "8BITMIME" ? BodyType.EightBitMime : BodyType.Unspecified,
            SmtpUtf8 = extensions.SmtpUtf8 && message.Envelope.SmtpUtf8,
            Return = !extensions.Dsn ? DsnReturn.Unspecified : message.Envelope.Ret switch { "FULL" => DsnReturn.Full, "HDRS" => DsnReturn.Headers, _ => DsnReturn.Unspecified },
            EnvelopeId = extensions.Dsn && message.Envelope.EnvId is { } id && Xtext.TryDecode(Encoding.ASCII.GetBytes(id), out string decoded) ? decoded : null,
        };
        return $"MAIL {mail}";
    }

    private string RcptLine(QueueRecipient recipient)
    {
        var line = $"RCPT TO:<{recipient.Address}>";
        if (!extensions.Dsn)
            return line;
        if (recipient.Notify is { } notify)
            line += " NOTIFY=" + notify;
        return recipient.Orcpt is { } original ? $"{line} ORCPT={original}" : line;
    }

    // What was said at the end holds for those accepted before; the others keep their refusal.
    private static SmtpReply[] Merge(SmtpReply[] replies, SmtpReply end) => [.. replies.Select(reply => reply.IsPositive ? Final(end) : reply)];

    // A stray 3xx where an end was due is a server out of step.
    private static SmtpReply Final(SmtpReply reply) =>
        reply.Code is >= 300 and < 400 ? throw OutboundFailure.Protocol("The server is out of step") : reply;

    private ValueTask<SmtpReply> ReadAsync(CancellationToken ct) => connection.ReadReplyAsync(options.Outbound.CommandTimeout, ct);

    private ValueTask<SmtpReply> AskAsync(string line, CancellationToken ct) => connection.AskAsync(line, options.Outbound.CommandTimeout, ct);
}
