using System.Globalization;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Dsn;
using Aether.Queue.Outbound.SevenBit;
using Aether.Queue.Settings;
using Aether.Storage.Blobs;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Queue.Outbound;

/// <summary>One message to several recipients of one server. RFC 5321 §3.3; MAIL, RCPT and DATA in one piece where RFC 2920 allows.</summary>
internal sealed class OutboundTransaction(OutboundSession session, QueuedMessage message, BodyReader body, LeaseWatch leases, QueueOptions options, TimeProvider clock)
{
    private const int PieceSize = 64 << 10;
    private static readonly SmtpReply NoUtf8 = new(550, new(5, 6, 7), "The next server does not take internationalized mail"); // RFC 6531 §3.6
    private readonly OutboundConnection connection = session.Connection;
    private readonly ServerExtensions extensions = session.Extensions;
    private readonly bool binary = message.Envelope.Body == "BINARYMIME";
    private readonly bool converts = message.Envelope.Body == "8BITMIME" && !session.Extensions.EightBitMime;

    /// <summary>The server has answered something: what follows is about this message.</summary>
    public bool WasHeard { get; private set; }

    /// <returns>One reply for each recipient.</returns>
    /// <exception cref="OutboundFailure">The connection broke: nothing is known of recipients without a reply.</exception>
    public async Task<SmtpReply[]> RunAsync(IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        if ((Obstacle() ?? await ConversionObstacleAsync(ct) ?? await Utf8ObstacleAsync(ct)) is { } obstacle)
            return [.. recipients.Select(_ => obstacle)];
        if (extensions.SmtpUtf8 || recipients.All(recipient => PlainAddress.Of(recipient.Recipient.Address) is not null))
            return await SendAsync(recipients, ct);

        // Those that can be written get it; only the others are returned.
        var possible = recipients.Where(recipient => PlainAddress.Of(recipient.Recipient.Address) is not null).ToArray();
        var replies = new Queue<SmtpReply>(possible.Length == 0 ? [] : await SendAsync(possible, ct));
        return [.. recipients.Select(recipient => PlainAddress.Of(recipient.Recipient.Address) is null ? NoUtf8 : replies.Dequeue())];
    }

    private async Task<SmtpReply[]> SendAsync(IReadOnlyList<LeasedRecipient> recipients, CancellationToken ct)
    {
        if (session.IsMidway)
            await AskAsync("RSET", ct); // RFC 5321 §4.1.1.5
        session.IsMidway = false;
        return extensions.Pipelining ? await SendTogetherAsync(recipients, ct) : await SendOneByOneAsync(recipients, ct);
    }

    /// <summary>What the server can't take in the form we have it, or null.</summary>
    private SmtpReply? Obstacle()
    {
        // RFC 1870 §6.1: a limit that is told is believed before the content is sent.
        if (extensions.MaxSize > 0 && message.Size > extensions.MaxSize)
            return new SmtpReply(552, new(5, 3, 4), "The message is larger than the next server takes");
        if (binary && !(extensions.BinaryMime && extensions.Chunking))
            return new SmtpReply(554, new(5, 6, 1), "The next server does not take binary content"); // RFC 3030 §3
        if (message.Envelope is { DeliverBy: not null, DeliverByMode: ['R', ..] } && !extensions.DeliverBy)
            return new SmtpReply(554, new(5, 3, 3), "The next server does not promise delivery in time"); // RFC 2852 §4.1.4
        return extensions.SmtpUtf8 || PlainAddress.Of(message.Sender) is not null || message.Sender.Length == 0 ? null : NoUtf8;
    }

    /// <summary>A message that only says it is international, and has nothing of that in its header, goes as any other (RFC 6531 §3.6); one that has is returned.</summary>
    private async ValueTask<SmtpReply?> Utf8ObstacleAsync(CancellationToken ct)
    {
        if (extensions.SmtpUtf8 || !message.Envelope.SmtpUtf8)
            return null;
        var end = new HeaderEnd();
        bool plain = true;
        await ReadAsync(
            piece =>
            {
                if (!end.Found)
                    plain &= Ascii.IsValid(piece[..end.Find(piece)]);
                plain &= piece.IndexOf("message/global"u8) < 0; // RFC 6532 §3.7: a part that is international itself
            },
            ct);
        return plain ? null : NoUtf8;
    }

    /// <summary>RFC 6152 §3: for a server without the extension 8-bit parts are written in 7-bit lines, where that can be done.</summary>
    private async ValueTask<SmtpReply?> ConversionObstacleAsync(CancellationToken ct)
    {
        if (!converts)
            return null;
        var form = new SevenBitForm();
        await ReadAsync(piece => form.Take(piece), ct);
        form.Finish();
        return form.IsImpossible ? new SmtpReply(554, new(5, 6, 3), "The next server does not take 8-bit content") : null;
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
            return await SendBinaryAsync(recipients, replies, any, ct);

        var data = await ReadAsync(ct);
        session.IsMidway = data.Code != 354 && mail.IsPositive;
        if (data.Code != 354)
            return Merge(replies, data);
        if (any)
            return await FinishAsync(recipients, replies, ct);

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
            return await SendBinaryAsync(recipients, replies, any, ct);
        if (!any)
        {
            await AskAsync("RSET", ct);
            return replies;
        }

        var data = await AskAsync("DATA", ct);
        session.IsMidway = data.Code != 354;
        return data.Code == 354 ? await FinishAsync(recipients, replies, ct) : Merge(replies, data);
    }

    private async Task<SmtpReply[]> SendBinaryAsync(IReadOnlyList<LeasedRecipient> recipients, SmtpReply[] replies, bool any, CancellationToken ct)
    {
        if (!any)
        {
            await AskAsync("RSET", ct);
            return replies;
        }

        await leases.ConfirmAsync(recipients, ct);
        connection.Write(string.Create(CultureInfo.InvariantCulture, $"BDAT {body.Size} LAST"));
        await CopyAsync(static (piece, output) => System.Buffers.BuffersExtensions.Write(output, piece), ct);
        await connection.FlushAsync(options.Outbound.ContentTimeout, ct);
        return await EndAsync(replies, ct);
    }

    private async Task<SmtpReply[]> FinishAsync(IReadOnlyList<LeasedRecipient> recipients, SmtpReply[] replies, CancellationToken ct)
    {
        var encoder = default(DataEncoder);
        if (converts)
        {
            var form = new SevenBitForm();
            await CopyAsync((piece, output) => encoder.Encode(form.Take(piece), output), ct);
            encoder.Encode(form.Finish(), connection.Content);
        }
        else
        {
            await CopyAsync((piece, output) => encoder.Encode(piece, output), ct);
        }

        await leases.ConfirmAsync(recipients, ct);
        encoder.Finish(connection.Content);
        await connection.FlushAsync(options.Outbound.ContentTimeout, ct);
        return await EndAsync(replies, ct);
    }

    /// <summary>What is said behind the content: once for all, on LMTP once for each that was accepted (RFC 2033 §4.2).</summary>
    private async Task<SmtpReply[]> EndAsync(SmtpReply[] replies, CancellationToken ct)
    {
        if (!session.IsLmtp)
            return Merge(replies, await connection.ReadReplyAsync(options.Outbound.EndOfDataTimeout, ct));
        var ends = new SmtpReply[replies.Length];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = replies[i].IsPositive ? Final(await connection.ReadReplyAsync(options.Outbound.EndOfDataTimeout, ct)) : replies[i];
        return ends;
    }

    private async ValueTask CopyAsync(ContentWriter write, CancellationToken ct)
    {
        await ReadAsync(piece => write(piece, connection.Content), ct, () => connection.FlushAsync(options.Outbound.ContentTimeout, ct));
    }

    private async ValueTask ReadAsync(PieceReader take, CancellationToken ct, Func<ValueTask>? then = null)
    {
        byte[] piece = System.Buffers.ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long at = 0; at < body.Size;)
            {
                int read = await body.ReadAsync(at, piece.AsMemory(0, PieceSize), ct);
                take(piece.AsSpan(0, read));
                at += read;
                if (then is not null)
                    await then();
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private string MailLine()
    {
        var mail = new MailArguments(Mailbox.TryParse(extensions.SmtpUtf8 ? message.Sender : PlainAddress.Of(message.Sender) ?? message.Sender, out var sender) ? sender : null)
        {
            Size = extensions.Size && !converts ? message.Size : null,
            Body = binary ? BodyType.BinaryMime : message.Envelope.Body == "8BITMIME" && !converts ? BodyType.EightBitMime : BodyType.Unspecified,
            SmtpUtf8 = extensions.SmtpUtf8 && message.Envelope.SmtpUtf8,
            Return = !extensions.Dsn ? DsnReturn.Unspecified : message.Envelope.Ret switch { "FULL" => DsnReturn.Full, "HDRS" => DsnReturn.Headers, _ => DsnReturn.Unspecified },
            EnvelopeId = extensions.Dsn && message.Envelope.EnvId is { } id && Xtext.TryDecode(Encoding.ASCII.GetBytes(id), out string decoded) ? decoded : null,
            Wishes = Wishes(),
        };
        return $"MAIL {mail}";
    }

    private DeliveryWishes Wishes() => new()
    {
        RequireTls = extensions.RequireTls && message.Envelope.RequireTls,
        Priority = extensions.MtPriority && message.Envelope.MtPriority != 0 ? message.Envelope.MtPriority : null,
        By = extensions.DeliverBy && message.Envelope.DeliverBy is { } time ? By(time) : null,
    };

    /// <summary>RFC 2852 §4.1.1: what is left of the time.</summary>
    private DeliverBy? By(DateTimeOffset time)
    {
        const int Most = 999_999_999;
        int left = (int)Math.Clamp((time - clock.GetUtcNow()).TotalSeconds, -Most, Most);
        bool returns = message.Envelope.DeliverByMode is ['R', ..];
        return returns && left <= 0 ? null : new DeliverBy(left, returns ? DeliverByMode.Return : DeliverByMode.Notify, message.Envelope.DeliverByMode is [_, 'T']);
    }

    private string RcptLine(QueueRecipient recipient)
    {
        var line = $"RCPT TO:<{(extensions.SmtpUtf8 ? recipient.Address : PlainAddress.Of(recipient.Address))}>";
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

    private async ValueTask<SmtpReply> ReadAsync(CancellationToken ct)
    {
        var reply = await connection.ReadReplyAsync(options.Outbound.CommandTimeout, ct);
        WasHeard = true;
        return reply;
    }

    private async ValueTask<SmtpReply> AskAsync(string line, CancellationToken ct)
    {
        connection.Write(line);
        await connection.FlushAsync(options.Outbound.CommandTimeout, ct);
        return await ReadAsync(ct);
    }
}
