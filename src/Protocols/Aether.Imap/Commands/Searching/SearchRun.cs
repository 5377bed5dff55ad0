using System.Numerics;
using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Storage;

namespace Aether.Imap.Commands.Searching;

/// <summary>Carries a search out: by the narrow rows where they can tell, and asks for content only of what they leave open.</summary>
internal static class SearchRun
{
    private const int Portion = 128;

    /// <summary>Words of one fuzzy key; the rest is one.</summary>
    private const int MostWords = 32;

    /// <summary>The places in the view of the messages found, ascending; null when the time is up (case I06).</summary>
    /// <param name="tag">Of the command, for news of its progress.</param>
    /// <param name="among">Places to look at, ascending; null: all.</param>
    public static async ValueTask<List<int>?> FindAsync(
        ImapSession session, SelectedMailbox mailbox, SearchProgram program, ReadOnlyMemory<byte> tag, CancellationToken ct, IReadOnlyList<int>? among = null)
    {
        using var budget = new CancellationTokenSource(session.Shared.Options.SearchBudget, session.Shared.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, budget.Token);
        var found = new List<int>();
        var open = new List<int>();
        try
        {
            await FindThreadsAsync(session, mailbox, program, both.Token);
            await FindWordsAsync(session, mailbox, program, both.Token);
            foreach (var (at, key) in program.AnnotationKeys)
                program.Annotated[at] = await AnnotationSearch.FindAsync(session, mailbox, key, both.Token);
            if (program.WantsSaveDates)
                program.SaveDates = await session.Store.Messages.SavedAsync(mailbox.Mailbox.Account, mailbox.Mailbox.Id, new Uid(1), new Uid(uint.MaxValue), both.Token);
            if (!TryDecideByRows(mailbox, program, among, found, open, budget.Token))
                return null;
            Limit(session, mailbox, program, found, open);
            if (open.Count is 0)
                return found;
            await DecideInSlicesAsync(session, mailbox, program, found, open, tag, both.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }

        found.Sort();
        return found;
    }

    /// <summary>Threads stand in the cold rows: those are read only where a search asks for threads.</summary>
    private static async ValueTask FindThreadsAsync(ImapSession session, SelectedMailbox mailbox, SearchProgram program, CancellationToken ct)
    {
        if (!program.WantedThreads.Any())
            return;
        var emails = mailbox.View.Rows.Select(static row => row.Email).ToArray();
        for (int start = 0; start < emails.Length; start += Portion)
        {
            foreach (var email in await session.Store.Messages.ReadEmailsAsync(mailbox.Mailbox.Account, emails.AsMemory(start, Math.Min(Portion, emails.Length - start)), ct))
                program.Threads[email.Id] = email.Thread.Value;
        }
    }

    /// <summary>Fuzzy keys are asked of the index of words once, for the whole account. RFC 6203 §3.</summary>
    private static async ValueTask FindWordsAsync(ImapSession session, SelectedMailbox mailbox, SearchProgram program, CancellationToken ct)
    {
        foreach (var (at, scope, text) in program.FuzzyKeys())
        {
            // Asked first: what comes in between is met to the letter too, never missed.
            program.IndexedTo = await session.Store.Search.IndexedToAsync(mailbox.Mailbox.Account, ct);
            string[] words = text.Split((char[]?)null, MostWords, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var found = await session.Store.Search.FindWordsAsync(mailbox.Mailbox.Account, scope, words, ct);
            program.Words[at] = found.ToDictionary(static match => match.Email, static match => match.Score);
        }
    }

    /// <summary>Of what is found, or must be read to tell, the newest that one command deals with. RFC 9738 §3.</summary>
    private static void Limit(ImapSession session, SelectedMailbox mailbox, SearchProgram program, List<int> found, List<int> open)
    {
        int tooMany = found.Count + open.Count - MessageLimit.Of(session);
        if (tooMany <= 0)
            return;
        int lowest = found.Concat(open).Order().ElementAt(tooMany);
        found.RemoveAll(index => index < lowest);
        open.RemoveAll(index => index < lowest);
        program.Lowest = mailbox.View[lowest].Uid;
    }

    private static bool TryDecideByRows(SelectedMailbox mailbox, SearchProgram program, IReadOnlyList<int>? among, List<int> found, List<int> open, CancellationToken budget)
    {
        int count = among?.Count ?? mailbox.View.Count;
        var look = mailbox.View.Look();
        for (int at = 0; at < count;)
        {
            // Thousands of keys over a large mailbox take time too, even where no message is read.
            if (at > 0 && budget.IsCancellationRequested)
                return false;
            int first = among is null ? at : among[at];
            var rows = look.From(first, among is null ? Verdicts.Most : 1);
            var verdicts = program.Decide(first, rows, program.Unknown);
            AddPlaces(found, verdicts.Yes, first);
            AddPlaces(open, Verdicts.All(rows.Length) & ~(verdicts.Yes | verdicts.No), first);
            at += rows.Length;
        }

        return true;
    }

    private static void AddPlaces(List<int> places, ulong bits, int first)
    {
        for (; bits is not 0; bits &= bits - 1)
            places.Add(first + BitOperations.TrailingZeroCount(bits));
    }

    /// <summary>Looks at the clock between slices, and tells who waits how far it is. RFC 9585 §4.</summary>
    private static async ValueTask DecideInSlicesAsync(ImapSession session, SelectedMailbox mailbox, SearchProgram program, List<int> found, List<int> open, ReadOnlyMemory<byte> tag, CancellationToken ct)
    {
        var (clock, slice) = (session.Shared.Clock, session.Shared.Options.SearchSlice);
        long told = clock.GetTimestamp();
        for (int done = 0; done < open.Count; done += slice)
        {
            if (done > 0 && session.Offers("INPROGRESS") && clock.GetElapsedTime(told) >= session.Shared.Options.ProgressEvery)
            {
                session.Responses.Untagged($"OK [INPROGRESS (\"{Encoding.ASCII.GetString(tag.Span)}\" {done} {open.Count})] Still searching.");
                await session.Responses.FlushAsync(ct);
                told = clock.GetTimestamp();
            }

            await DecideByContentAsync(session, mailbox, program, found, open.GetRange(done, Math.Min(slice, open.Count - done)), ct);
        }
    }

    private static ValueTask DecideByContentAsync(ImapSession session, SelectedMailbox mailbox, SearchProgram program, List<int> found, List<int> open, CancellationToken ct)
    {
        var emails = new EmailId[open.Count];
        var look = mailbox.View.Look();
        for (int i = 0; i < emails.Length; i++)
            emails[i] = look[open[i]].Email;

        return session.Store.Search.DecideAsync(
            mailbox.Mailbox.Account,
            program.TextKeys,
            emails,
            (candidate, keys) =>
            {
                var verdict = program.Decide(open[candidate], look, keys);
                if (verdict is true)
                    found.Add(open[candidate]);
                return verdict is not null;
            },
            ct);
    }
}
