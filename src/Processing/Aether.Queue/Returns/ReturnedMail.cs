using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Replies;
using Aether.Storage;
using Aether.Storage.Bodies;
using Aether.Storage.Tracing;

namespace Aether.Queue.Returns;

/// <summary>
/// Reports that come from other servers: what they say is noted in the trace of the message they are about, and an address that does not
/// exist is left alone. Believed is what names an id that we gave a message to that recipient, or a sender address that we made.
/// </summary>
public sealed class ReturnedMail(MailStore store, ReturnOptions options, TimeProvider clock)
{
    private const int MaxDetail = 500;

    /// <summary>Looks at a message from the null sender that was taken over.</summary>
    /// <param name="messageId">Our id of the report.</param>
    /// <param name="recipients">Whom it came to.</param>
    public async Task NoteAsync(StoredMessage message, string messageId, IReadOnlyList<string> recipients, CancellationToken ct)
    {
        if (!ReportParts.MayBe(message.Facts))
            return;
        try
        {
            using var body = store.Bodies.Open(message);
            if (await ReportParts.ReadAsync(message.Facts.Parts, 0, body, ReportParts.DeliveryStatus, ct) is { } parts)
                await NoteAsync(parts, messageId, recipients, ct);
        }
        catch (CorruptBlobException)
        {
            // The report itself is delivered, or fails, as any mail; nothing is learnt of it.
        }
    }

    private async Task NoteAsync(ReportParts parts, string messageId, IReadOnlyList<string> recipients, CancellationToken ct)
    {
        var named = options.Verp is { } verp
            ? recipients.Select(address => verp.TryRead(address, out string sender, out string recipient) ? (Sender: sender, Recipient: recipient) : default).FirstOrDefault(found => found.Recipient is not null)
            : default;
        string[] ids = [.. TraceIds.In(Encoding.Latin1.GetString(parts.Returned))];
        foreach (var reported in DeliveryStatusReader.Read(parts.Status))
        {
            if (await FindAsync(ids, reported, ct) is { } step)
                await TakeAsync(reported, step.MessageId, step.Sender, step.Recipient, ct);
            else if (named.Recipient is { } about)
                await TakeAsync(reported, ids.FirstOrDefault() ?? messageId, named.Sender, about, ct);
        }
    }

    private async ValueTask<TraceEvent?> FindAsync(string[] ids, ReturnedRecipient reported, CancellationToken ct)
    {
        foreach (string id in ids)
        {
            foreach (string address in new[] { reported.Final, reported.Original }.OfType<string>())
            {
                var steps = await store.Traces.FindAsync(new TraceQuery(id, address, null, null, 10), ct);
                if (steps.FirstOrDefault(step => step.Kind is TraceKind.Delivered && string.Equals(step.Recipient, address, StringComparison.OrdinalIgnoreCase)) is { } found)
                    return found;
            }
        }

        return null;
    }

    private async Task TakeAsync(ReturnedRecipient reported, string messageId, string sender, string recipient, CancellationToken ct)
    {
        var reply = new SmtpReply(reported.Action == "failed" ? 550 : 450, reported.Status, Clean(reported.Diagnostic));
        var reason = ReplyClassifier.Classify(reply);
        store.Traces.Note(new TraceEvent(messageId, clock.GetUtcNow(), TraceKind.Returned, sender, recipient, $"report: {Clean(reported.Action)} {reported.Status} {Clean(reported.Diagnostic)} ({reason})"));
        if (reported.Action == "failed" && reason is ReplyClass.UnknownUser && options.SuppressFor > TimeSpan.Zero)
            await store.Suppressions.AddAsync(recipient, $"reported: {reported.Status} {Clean(reported.Diagnostic)}", options.SuppressFor, ct);
    }

    private static string Clean(string text) => string.Concat(text.Take(MaxDetail).Select(c => char.IsControl(c) ? '?' : c));
}
