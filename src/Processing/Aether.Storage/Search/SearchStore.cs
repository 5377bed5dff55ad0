using Aether.Storage.Bodies;
using Aether.Storage.Messages;

namespace Aether.Storage.Search;

/// <summary>
/// Decides what messages say: by the index where it can tell, by the kept texts where it can't, and by the messages
/// themselves where those are not kept yet. So the answer is complete whatever the index has got to.
/// </summary>
public sealed class SearchStore
{
    /// <summary>Messages looked at between two chances to stop.</summary>
    private const int Portion = 128;

    private readonly ISearchIndex index;
    private readonly IMessageReads reads;
    private readonly BodyStore bodies;

    internal SearchStore(ISearchIndex index, SearchIndexer indexer, IMessageReads reads, BodyStore bodies)
    {
        this.index = index;
        this.reads = reads;
        this.bodies = bodies;
        Indexer = indexer;
    }

    /// <summary>What keeps the index up with the store; the host lets it run.</summary>
    public SearchIndexer Indexer { get; }

    /// <summary>Answers keys for emails of one account until each email is decided. Emails that are gone are passed over.</summary>
    /// <param name="keys">The keys; places without one are null.</param>
    /// <param name="candidates">The emails in question.</param>
    /// <param name="decide">Hears what is known of an email, more each time, until it says that it is enough.</param>
    public async ValueTask DecideAsync(AccountId account, IReadOnlyList<TextKey?> keys, ReadOnlyMemory<EmailId> candidates, TextDecision decide, CancellationToken ct)
    {
        if (candidates.IsEmpty)
            return;
        var folded = new FoldedKeys(keys);
        var open = await SiftAsync(account, folded, candidates, decide, ct);
        var matcher = new TextMatcher(folded);
        for (int start = 0; start < open.Count; start += Portion)
        {
            ct.ThrowIfCancellationRequested();
            var portion = open.GetRange(start, Math.Min(Portion, open.Count - start));
            var rest = await ReadKeptAsync(account, portion, matcher, folded, decide, ct);
            if (rest.Count is 0)
                continue;
            Indexer.Hurry();
            await ReadMessagesAsync(account, rest, matcher, folded, decide, ct);
        }
    }

    /// <summary>All emails of an account up to this one can be found by words.</summary>
    public async ValueTask<EmailId> IndexedToAsync(AccountId account, CancellationToken ct) =>
        new(index.Share.Covers(account) ? await index.ReadCursorAsync(ct) : 0);

    /// <summary>How far the index is.</summary>
    public async ValueTask<SearchStatus> StatusAsync(CancellationToken ct) =>
        new(index.Place, index.Share, await index.ReadCursorAsync(ct), await Indexer.NewestAsync(ct));

    /// <summary>Throws the index away; the indexer makes it anew. Searches are complete meanwhile, and slower.</summary>
    public ValueTask RebuildAsync(CancellationToken ct) => index.RebuildAsync(ct);

    /// <summary>Finds an account's emails by whole words and beginnings of words, as far as they are indexed.</summary>
    public ValueTask<IReadOnlyList<WordMatch>> FindWordsAsync(AccountId account, WordScope scope, IReadOnlyList<string> words, CancellationToken ct) =>
        index.FindWordsAsync(account, scope, words, ct);

    private async ValueTask<List<Candidate>> SiftAsync(AccountId account, FoldedKeys keys, ReadOnlyMemory<EmailId> candidates, TextDecision decide, CancellationToken ct)
    {
        var (first, last) = Ends(candidates.Span);
        var sieve = await index.SiftAsync(account, keys, first, last, ct);
        var open = new List<Candidate>();
        var results = new bool?[keys.Count];
        for (int i = 0; i < candidates.Length; i++)
        {
            Array.Clear(results);
            var email = candidates.Span[i];
            sieve.Look(email, keys, results);
            if (!decide(i, results))
                open.Add(new Candidate(i, email, [.. results]));
        }
        return open;
    }

    private static (EmailId First, EmailId Last) Ends(ReadOnlySpan<EmailId> emails)
    {
        var (first, last) = (emails[0], emails[0]);
        foreach (var email in emails)
        {
            first = email.Value < first.Value ? email : first;
            last = email.Value > last.Value ? email : last;
        }
        return (first, last);
    }

    /// <summary>Decides by the kept texts; returns those that the texts did not decide.</summary>
    private async ValueTask<List<Candidate>> ReadKeptAsync(AccountId account, List<Candidate> portion, TextMatcher matcher, FoldedKeys keys, TextDecision decide, CancellationToken ct)
    {
        bool[] decided = new bool[portion.Count];
        var emails = portion.ConvertAll(static candidate => candidate.Email).ToArray();
        await index.VisitAsync(account, emails, (place, text) =>
        {
            var candidate = portion[place];
            AnswerDays(keys, text.Day, candidate.Known);
            matcher.Begin(candidate.Known);
            AddFields(matcher, text.Fields);
            matcher.Body(text.Body);
            if (!text.IsCut)
                matcher.End();
            decided[place] = decide(candidate.Place, matcher.Results);
        }, ct);
        return [.. portion.Where((_, place) => !decided[place])];
    }

    private async ValueTask ReadMessagesAsync(AccountId account, List<Candidate> rest, TextMatcher matcher, FoldedKeys keys, TextDecision decide, CancellationToken ct)
    {
        var emails = await reads.ReadEmailsAsync(account, rest.ConvertAll(static candidate => candidate.Email).ToArray(), ct);
        int next = 0;
        foreach (var candidate in rest)
        {
            if (next >= emails.Count || emails[next].Id != candidate.Email)
                continue; // gone
            ct.ThrowIfCancellationRequested();
            var email = emails[next++];
            AnswerDays(keys, SentDay.Of(email.Envelope.Span), candidate.Known);
            matcher.Begin(candidate.Known);
            if (!decide(candidate.Place, matcher.Results))
            {
                await MatchBodyAsync(email, matcher, ct);
                decide(candidate.Place, matcher.Results);
            }
        }
    }

    private async ValueTask MatchBodyAsync(EmailRow email, TextMatcher matcher, CancellationToken ct)
    {
        try
        {
            using var body = await bodies.OpenAsync(email.Blob, email.Prefix, ct);
            await MessageTextReader.ReadAsync(email.Parts, body, matcher, ct);
        }
        catch (Exception damage) when (damage is CorruptBlobException or InvalidDataException)
        {
            // What is readable of it is found; the operator was told of the rest.
        }
        matcher.End();
    }

    private static void AnswerDays(FoldedKeys keys, int day, bool?[] results)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] is { IsText: false } key)
                results[i] = key.MatchesDay(day);
        }
    }

    private static void AddFields(TextMatcher matcher, ReadOnlySpan<byte> fields)
    {
        while (!fields.IsEmpty && !matcher.IsFull)
        {
            int end = fields.IndexOf((byte)0);
            matcher.Field(end < 0 ? fields : fields[..end]);
            fields = end < 0 ? default : fields[(end + 1)..];
        }
    }

    /// <param name="Place">Its place among those asked for.</param>
    /// <param name="Known">What the sieve told, and then the texts.</param>
    private readonly record struct Candidate(int Place, EmailId Email, bool?[] Known);
}
