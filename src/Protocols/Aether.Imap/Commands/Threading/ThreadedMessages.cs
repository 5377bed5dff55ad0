using System.Text;
using Aether.Imap.Commands.Fetching;
using Aether.Imap.Commands.Sorting;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Mime.Headers;
using Aether.Mime.Text;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Threading;

/// <summary>Reads what threading looks at: most stands in the ENVELOPE, References in the header alone.</summary>
internal static class ThreadedMessages
{
    private const int Portion = 256;

    /// <summary>Ids of one References field that are looked at; a longer one keeps its newest.</summary>
    private const int MaxReferences = 200;

    /// <returns>False when the time is up (case I06), or when there is too much of it.</returns>
    public static async ValueTask<bool> ReadAsync(ImapSession session, List<int> found, IThreads threads, CancellationToken ct)
    {
        using var budget = new CancellationTokenSource(session.Shared.Options.SearchBudget, session.Shared.Clock);
        var view = session.Selected!.View;
        for (int start = 0; start < found.Count; start += Portion)
        {
            var portion = found.GetRange(start, Math.Min(Portion, found.Count - start));
            var emails = await session.Store.Messages.ReadEmailsAsync(session.Selected!.Mailbox.Account, portion.ConvertAll(index => view[index].Email).ToArray(), ct);
            int next = 0;
            foreach (int index in portion)
            {
                if (budget.IsCancellationRequested)
                    return false;
                if (next >= emails.Count || emails[next].Id != view[index].Email)
                    continue; // another session expunged it
                var email = emails[next++];
                if (!threads.TryEnter(ReadOne(view, index, email), threads.LooksAtReferences ? await ReferencesAsync(session, email, ct) : []))
                    return false;
            }
        }

        return true;
    }

    private static ThreadedMessage ReadOne(MailboxView view, int index, EmailRow email)
    {
        var envelope = email.Envelope.Span;
        long sent = MessageDate.TryParse(EnvelopeFields.Date(envelope), out var date) ? date.ToUnixTimeSeconds() : view[index].InternalSeconds;
        string subject = HeaderText.Decode(EnvelopeFields.Subject(envelope));
        string bare = BaseSubject.Of(subject);
        bool isReply = !string.Equals(bare, subject.Trim(), StringComparison.Ordinal);
        var own = IdsOf(EnvelopeFields.Ids(envelope).MessageId);
        return new ThreadedMessage(index, own.Count > 0 ? own[0] : ThreadKey.None, ThreadKey.Of(UnicodeCasemap.Fold(bare)), isReply, sent);
    }

    /// <summary>To what a message refers; where there are no references, the first id of In-Reply-To. RFC 5256 §3.</summary>
    private static async ValueTask<IReadOnlyList<ThreadKey>> ReferencesAsync(ImapSession session, EmailRow email, CancellationToken ct)
    {
        var references = IdsOf(await ReferencesFieldAsync(session, email, ct));
        return references.Count > 0 ? references : [.. IdsOf(EnvelopeFields.Ids(email.Envelope.Span).InReplyTo).Take(1)];
    }

    /// <summary>The References field; empty when there is none, or the message is damaged.</summary>
    private static async ValueTask<string> ReferencesFieldAsync(ImapSession session, EmailRow email, CancellationToken ct)
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
    private static List<ThreadKey> IdsOf(string text)
    {
        var ids = new List<ThreadKey>();
        for (int open = text.IndexOf('<', StringComparison.Ordinal); open >= 0; open = text.IndexOf('<', open + 1))
        {
            int close = text.IndexOf('>', open);
            if (close < 0)
                break;
            var id = ThreadKey.Of(text[(open + 1)..close].Replace("\r\n", string.Empty, StringComparison.Ordinal).Trim());
            if (id != ThreadKey.None)
                ids.Add(id);
        }

        return ids.Count > MaxReferences ? ids[^MaxReferences..] : ids;
    }
}
