using Aether.Imap.Session;
using Aether.Storage;

namespace Aether.Imap.Commands.Searching;

/// <summary>Carries a search out: by the narrow rows where they can tell, and asks for content only of what they leave open.</summary>
internal static class SearchRun
{
    private const int Portion = 128;

    /// <summary>The places in the view of the messages found, ascending; null when the time is up (case I06).</summary>
    public static async ValueTask<List<int>?> FindAsync(ImapSession session, SearchProgram program, CancellationToken ct)
    {
        using var budget = new CancellationTokenSource(session.Shared.Options.SearchBudget, session.Shared.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, budget.Token);
        var found = new List<int>();
        var open = new List<int>();
        if (!TryDecideByRows(session, program, found, open, budget.Token))
            return null;
        if (open.Count is 0)
            return found;

        try
        {
            await DecideByContentAsync(session, program, found, open, both.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return null;
        }

        found.Sort();
        return found;
    }

    private static bool TryDecideByRows(ImapSession session, SearchProgram program, List<int> found, List<int> open, CancellationToken budget)
    {
        int count = session.Selected!.View.Count;
        for (int index = 0; index < count; index++)
        {
            // Thousands of keys over a large mailbox take time too, even where no message is read.
            if (index % Portion is 0 && index > 0 && budget.IsCancellationRequested)
                return false;
            if (program.Decide(index, program.Unknown) is not { } verdict)
                open.Add(index);
            else if (verdict)
                found.Add(index);
        }

        return true;
    }

    private static ValueTask DecideByContentAsync(ImapSession session, SearchProgram program, List<int> found, List<int> open, CancellationToken ct)
    {
        var emails = new EmailId[open.Count];
        for (int i = 0; i < emails.Length; i++)
            emails[i] = session.Selected!.View[open[i]].Email;

        return session.Store.Search.DecideAsync(
            session.Account,
            program.TextKeys,
            emails,
            (candidate, keys) =>
            {
                var verdict = program.Decide(open[candidate], keys);
                if (verdict is true)
                    found.Add(open[candidate]);
                return verdict is not null;
            },
            ct);
    }
}
