using System.Buffers;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Routing;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Queue.Dsn;

/// <summary>Writes a delivery status notification and says where it goes: always from the null sender, and never about one. RFC 3464, RFC 5321 §4.5.5.</summary>
internal sealed class ReportWriter(QueueOptions options, MailStore store, TimeProvider clock)
{
    private const int MaxHeaders = 64 << 10;
    private const int PieceSize = 64 << 10;

    /// <returns>Null when nobody is to be told.</returns>
    public async Task<QueueFollowUp?> WriteAsync(QueuedMessage original, IReadOnlyList<ReportedRecipient> recipients, CancellationToken ct)
    {
        // Case R03: a report about a report would go round for ever.
        if (recipients.Count == 0 || !Mailbox.TryParse(original.Sender, out var sender))
            return null;

        var now = clock.GetUtcNow();
        var text = new ReportText(options, original, recipients, now);
        await using var draft = store.Bodies.NewDraft();
        var returned = original.Envelope is { Ret: "FULL", RequireTls: false } && original.Size <= options.MaxReturnedMessage ? ReturnedContent.Full : ReturnedContent.Headers;
        draft.Write(Encoding.UTF8.GetBytes(text.Head(returned)));
        await CopyAsync(original, draft, returned, ct);
        draft.Write(Encoding.UTF8.GetBytes(text.Tail()));
        var message = await draft.CompleteAsync(ct);
        return new QueueFollowUp(message, Plan(original, sender, now));
    }

    private async ValueTask CopyAsync(QueuedMessage original, MessageDraft draft, ReturnedContent returned, CancellationToken ct)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            using var body = await store.Queue.OpenBodyAsync(original, ct);
            var header = new HeaderEnd();
            long limit = returned is ReturnedContent.Full ? body.Size : Math.Min(body.Size, MaxHeaders);
            for (long at = 0; at < limit;)
            {
                int read = await body.ReadAsync(at, piece.AsMemory(0, (int)Math.Min(PieceSize, limit - at)), ct);
                int length = returned is ReturnedContent.Full ? read : header.Find(piece.AsSpan(0, read));
                draft.Write(piece.AsSpan(0, length));
                await draft.FlushAsync(ct);
                at = header.Found ? limit : at + read;
            }
        }
        catch (CorruptBlobException)
        {
            // The report matters more than what it returns (case R08).
            draft.Write("(the message can't be read any more)\r\n"u8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    // Like all mail: to one of ours it is delivered from the queue, where a full mailbox is only a reason to wait.
    private AcceptPlan Plan(QueuedMessage original, Mailbox sender, DateTimeOffset now)
    {
        bool utf8 = original.Envelope.SmtpUtf8 || !sender.IsAscii;
        var envelope = new QueueEnvelope(original.Envelope.Body == "7BIT" && !utf8 ? "7BIT" : "8BITMIME", utf8) { RequireTls = original.Envelope.RequireTls }; // RFC 8689 §5
        var recipient = new QueueRecipient(sender.ToString(), QueueDomains.Of(sender), null, "NEVER");
        var entry = new QueueEntry("", default, envelope, QueuePriority.Normal, now + options.ReportLifetime, [recipient]);
        return new AcceptPlan(Guid.CreateVersion7().ToString("n"), [], entry);
    }
}
