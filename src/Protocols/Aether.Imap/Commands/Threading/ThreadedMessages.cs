using System.Text;
using Aether.Imap.Commands.Fetching;
using Aether.Imap.Commands.Sorting;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Mime.Headers;
using Aether.Mime.Text;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Threading;

/// <summary>Reads what threading looks at: most stands in the ENVELOPE, References in the header alone.</summary>
internal static class ThreadedMessages
{
    private const int Portion = 256;

    /// <summary>Ids of one References field that are looked at; a longer one keeps its newest.</summary>
    private const int MaxReferences = 200;

    /// <returns>Null when the time is up (case I06).</returns>
    public static async ValueTask<List<ThreadedMessage>?> ReadAsync(ImapSession session, List<int> found, ThreadAlgorithm algorithm, CancellationToken ct)
    {
        using var budget = new CancellationTokenSource(session.Shared.Options.SearchBudget, session.Shared.Clock);
        var view = session.Selected!.View;
        var messages = new List<ThreadedMessage>(found.Count);
        for (int start = 0; start < found.Count; start += Portion)
        {
            var portion = found.GetRange(start, Math.Min(Portion, found.Count - start));
            var emails = await session.Store.Messages.ReadEmailsAsync(session.Selected!.Mailbox.Account, portion.ConvertAll(index => view[index].Email).ToArray(), ct);
            int next = 0;
            foreach (int index in portion)
            {
                if (budget.IsCancellationRequested)
                    return null;
                if (next >= emails.Count || emails[next].Id != view[index].Email)
                    continue; // another session expunged it
                messages.Add(await ReadOneAsync(session, view, index, emails[next++], algorithm, ct));
            }
        }

        return messages;
    }

    private static async ValueTask<ThreadedMessage> ReadOneAsync(ImapSession session, MailboxView view, int index, EmailRow email, ThreadAlgorithm algorithm, CancellationToken ct)
    {
        var envelope = email.Envelope;
        long sent = MessageDate.TryParse(EnvelopeFields.Date(envelope.Span), out var date) ? date.ToUnixTimeSeconds() : view[index].InternalSeconds;
        string subject = HeaderText.Decode(EnvelopeFields.Subject(envelope.Span));
        string bare = BaseSubject.Of(subject);
        bool isReply = !string.Equals(bare, subject.Trim(), StringComparison.Ordinal);
        string folded = Encoding.UTF8.GetString(UnicodeCasemap.Fold(bare));
        if (algorithm is ThreadAlgorithm.OrderedSubject)
            return new ThreadedMessage(index, string.Empty, [], folded, isReply, sent);

        var (inReplyTo, messageId) = EnvelopeFields.Ids(envelope.Span);
        var references = IdsOf(await ReferencesAsync(session, email, ct));
        if (references.Count is 0)
            references = [.. IdsOf(inReplyTo).Take(1)]; // RFC 5256 §3: the first id of In-Reply-To, where there are no references
        var own = IdsOf(messageId);
        return new ThreadedMessage(index, own.Count > 0 ? own[0] : string.Empty, references, folded, isReply, sent);
    }

    /// <summary>The References field; empty when there is none, or the message is damaged.</summary>
    private static async ValueTask<string> ReferencesAsync(ImapSession session, EmailRow email, CancellationToken ct)
    {
        try
        {
            using var open = new OpenMessage(session.Store.Messages, email);
            byte[] header = await open.ReadHeaderAsync(open.Parts.Root, ct);
            return FindReferences(header);
        }
        catch (Exception damage) when (damage is CorruptBlobException or InvalidDataException)
        {
            return string.Empty; // the store has told the operator
        }
    }

    private static string FindReferences(byte[] header)
    {
        var reader = new HeaderFieldReader(header);
        while (reader.TryRead(out var field))
        {
            if (Ascii.EqualsIgnoreCase(field.Name, "References"u8))
                return Encoding.Latin1.GetString(field.Whole);
        }

        return string.Empty;
    }

    /// <summary>The ids between angle brackets, in order.</summary>
    private static List<string> IdsOf(string text)
    {
        var ids = new List<string>();
        for (int open = text.IndexOf('<', StringComparison.Ordinal); open >= 0; open = text.IndexOf('<', open + 1))
        {
            int close = text.IndexOf('>', open);
            if (close < 0)
                break;
            ids.Add(text[(open + 1)..close].Replace("\r\n", string.Empty, StringComparison.Ordinal).Trim());
        }

        return ids.Count > MaxReferences ? ids[^MaxReferences..] : ids;
    }
}
