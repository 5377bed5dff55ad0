using Aether.Storage.Threads;

namespace Aether.Storage.Engines.Sqlite.Threads;

/// <summary>
/// Finds the thread of a new email. Its references are written with its own row, which lies where all new rows lie, and
/// stay in memory until they are entered into <c>thread_ref</c> many at a time: a row at a random place of a further tree
/// would cost each delivery a page (docs/performance.md). Lives on the committing thread.
/// </summary>
internal sealed class SqliteThreads(SqliteConnection db)
{
    /// <summary>Emails whose references may wait in memory; beyond that, some are entered with each further one.</summary>
    private const int MostWaiting = 16_384;

    private const int Piece = 64;

    private readonly Dictionary<(long Account, long Id), (long Thread, long Subject)> waiting = [];
    private readonly Queue<(AccountId Account, EmailId Email, long Thread, ThreadKeys Keys)> emails = new();
    private readonly List<(long Account, long Id)> added = [];
    private int addedEmails;
    private bool isLoaded;

    /// <summary>This transaction took something out of memory: taken back, it must be read again.</summary>
    private bool entered;

    /// <summary>The thread of a new email: the oldest that shares an id and the base subject with it, or one of its own.</summary>
    /// <param name="unseen">Those of its ids that nobody had before, to be written with its row.</param>
    public long Join(AccountId account, EmailId email, ThreadKeys keys, out ThreadKeys unseen)
    {
        Load();
        long thread = long.MaxValue;
        var first = new List<long>(keys.Ids.Count);
        foreach (long id in keys.Ids)
        {
            if (Find(account.Value, id) is not { } hit)
                first.Add(id); // Who names an id first keeps it: ids of threads never change.
            else if (hit.Subject == keys.Subject)
                thread = Math.Min(thread, hit.Thread);
        }
        thread = thread is long.MaxValue ? email.Value : thread;
        unseen = keys with { Ids = first };
        Wait(account, email, thread, unseen);
        if (emails.Count > MostWaiting)
            Enter(Piece);
        return thread;
    }

    /// <summary>Enters the references of the emails that wait longest.</summary>
    /// <returns>How many emails those were.</returns>
    public int Enter(int most)
    {
        Load();
        var rows = new List<(long Account, long Id, long Thread, long Subject)>();
        long last = 0;
        int count = 0;
        for (; count < most && emails.TryDequeue(out var email); count++)
        {
            last = email.Email.Value;
            foreach (long id in email.Keys.Ids)
            {
                if (waiting.Remove((email.Account.Value, id), out var hit))
                    rows.Add((email.Account.Value, id, hit.Thread, hit.Subject));
            }
        }
        if (count is 0)
            return 0;

        // In order of their keys: neighbours share pages.
        rows.Sort();
        foreach (var row in rows)
        {
            db.Prepare("INSERT OR IGNORE INTO thread_ref (account_id, id_hash, thread_id, subject_hash) VALUES (?, ?, ?, ?)")
                .Bind(row.Account).Bind(row.Id).Bind(row.Thread).Bind(row.Subject).Run();
        }
        db.Prepare("UPDATE counter SET next = ? WHERE name = 'thread'").Bind(last).Run();
        entered = true;
        return count;
    }

    /// <summary>Drops what is known of an account that is gone.</summary>
    public void Drop(AccountId account)
    {
        Load();
        var others = emails.Where(email => email.Account != account).ToArray();
        foreach (var email in emails.Where(email => email.Account == account))
        {
            foreach (long id in email.Keys.Ids)
                waiting.Remove((account.Value, id));
        }
        emails.Clear();
        foreach (var email in others)
            emails.Enqueue(email);
        entered = true;
        db.Prepare("DELETE FROM thread_ref WHERE account_id = ?").Bind(account.Value).Run();
    }

    /// <summary>The transaction is durable.</summary>
    public void Keep()
    {
        added.Clear();
        addedEmails = 0;
        entered = false;
    }

    /// <summary>The transaction was taken back: what it added never was; what it entered still waits.</summary>
    public void Forget()
    {
        if (entered)
        {
            isLoaded = false;
        }
        else
        {
            foreach (var key in added)
                waiting.Remove(key);
            var kept = emails.Take(emails.Count - addedEmails).ToArray();
            emails.Clear();
            foreach (var email in kept)
                emails.Enqueue(email);
        }
        Keep();
    }

    private (long Thread, long Subject)? Find(long account, long id)
    {
        if (waiting.TryGetValue((account, id), out var hit))
            return hit;
        using var find = db.Prepare("SELECT thread_id, subject_hash FROM thread_ref WHERE account_id = ? AND id_hash = ?").Bind(account).Bind(id);
        return find.Step() ? (find.Long(0), find.Long(1)) : null;
    }

    private void Wait(AccountId account, EmailId email, long thread, ThreadKeys keys)
    {
        if (keys.Ids.Count is 0)
            return;
        emails.Enqueue((account, email, thread, keys));
        addedEmails++;
        foreach (long id in keys.Ids)
        {
            waiting[(account.Value, id)] = (thread, keys.Subject);
            added.Add((account.Value, id));
        }
    }

    /// <summary>Reads what waited when the store was closed, or when a transaction was taken back.</summary>
    private void Load()
    {
        if (isLoaded)
            return;
        isLoaded = true;
        waiting.Clear();
        emails.Clear();
        using (var list = db.Prepare("SELECT id, account_id, thread_id, refs FROM email WHERE id > (SELECT next FROM counter WHERE name = 'thread') ORDER BY id"))
        {
            while (list.Step())
                Wait(new AccountId(list.Long(1)), new EmailId(list.Long(0)), list.Long(2), ThreadKeys.Unpack(list.Span(3)));
        }
        Keep();
    }
}
