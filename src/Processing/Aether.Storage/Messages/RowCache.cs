namespace Aether.Storage.Messages;

/// <summary>
/// Rows of mailboxes opened lately, so that opening one again reads only what changed since. It holds a bounded number of
/// rows; the mailbox not opened for longest goes first. One that would push out all others is known only as long as somebody
/// has it open. What it holds is true of its mod-sequence, whatever happened since.
/// </summary>
internal sealed class RowCache(int mostRows)
{
    private readonly Lock gate = new();
    private readonly Dictionary<MailboxId, LinkedListNode<(MailboxId Mailbox, MailboxRows Rows)>> byMailbox = [];
    private readonly LinkedList<(MailboxId Mailbox, MailboxRows Rows)> byUse = new();
    private readonly Dictionary<MailboxId, (WeakReference<RowPages> Rows, ModSeq ModSeq)> large = [];
    private int held;

    /// <summary>Rows held.</summary>
    public int Held
    {
        get
        {
            lock (gate)
                return held;
        }
    }

    public MailboxRows? Find(MailboxId mailbox)
    {
        lock (gate)
        {
            if (!byMailbox.TryGetValue(mailbox, out var node))
                return large.TryGetValue(mailbox, out var open) && open.Rows.TryGetTarget(out var rows) ? new MailboxRows(rows, open.ModSeq) : null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Rows;
        }
    }

    /// <summary>Keeps rows, unless it has later ones.</summary>
    public void Keep(MailboxId mailbox, MailboxRows rows)
    {
        lock (gate)
        {
            if (byMailbox.TryGetValue(mailbox, out var older) && older.Value.Rows.ModSeq > rows.ModSeq)
                return;
            if (large.TryGetValue(mailbox, out var open) && open.ModSeq > rows.ModSeq && open.Rows.TryGetTarget(out _))
                return;
            if (older is not null)
                Drop(older);
            large.Remove(mailbox);
            if (rows.Rows.Count > mostRows / 2)
            {
                KeepWeakly(mailbox, rows);
                return;
            }
            byMailbox.Add(mailbox, byUse.AddFirst((mailbox, rows)));
            held += rows.Rows.Count;
            while (held > mostRows && byUse.Last is { } last)
                Drop(last);
        }
    }

    public void Forget(MailboxId mailbox)
    {
        lock (gate)
        {
            large.Remove(mailbox);
            if (byMailbox.TryGetValue(mailbox, out var node))
                Drop(node);
        }
    }

    private void KeepWeakly(MailboxId mailbox, MailboxRows rows)
    {
        foreach (var (other, _) in large.Where(static known => !known.Value.Rows.TryGetTarget(out _)).ToList())
            large.Remove(other);
        large.Add(mailbox, (new WeakReference<RowPages>(rows.Rows), rows.ModSeq));
    }

    private void Drop(LinkedListNode<(MailboxId Mailbox, MailboxRows Rows)> node)
    {
        byUse.Remove(node);
        byMailbox.Remove(node.Value.Mailbox);
        held -= node.Value.Rows.Rows.Count;
    }
}
