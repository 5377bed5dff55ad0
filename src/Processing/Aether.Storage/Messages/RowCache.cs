namespace Aether.Storage.Messages;

/// <summary>
/// Rows of mailboxes opened lately, so that opening one again reads only what changed since. It holds a bounded number of
/// rows; the mailbox not opened for longest goes first. What it holds is true of its mod-sequence, whatever happened since.
/// </summary>
internal sealed class RowCache(int mostRows)
{
    private readonly Lock gate = new();
    private readonly Dictionary<MailboxId, LinkedListNode<(MailboxId Mailbox, MailboxRows Rows)>> byMailbox = [];
    private readonly LinkedList<(MailboxId Mailbox, MailboxRows Rows)> byUse = new();
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
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Rows;
        }
    }

    /// <summary>Keeps rows, unless it has later ones; a mailbox that would push out all others is not kept.</summary>
    public void Keep(MailboxId mailbox, MailboxRows rows)
    {
        lock (gate)
        {
            if (byMailbox.TryGetValue(mailbox, out var older) && older.Value.Rows.ModSeq > rows.ModSeq)
                return;
            if (older is not null)
                Drop(older);
            if (rows.Rows.Length > mostRows / 2)
                return;
            byMailbox.Add(mailbox, byUse.AddFirst((mailbox, rows)));
            held += rows.Rows.Length;
            while (held > mostRows && byUse.Last is { } last)
                Drop(last);
        }
    }

    public void Forget(MailboxId mailbox)
    {
        lock (gate)
        {
            if (byMailbox.TryGetValue(mailbox, out var node))
                Drop(node);
        }
    }

    private void Drop(LinkedListNode<(MailboxId Mailbox, MailboxRows Rows)> node)
    {
        byUse.Remove(node);
        byMailbox.Remove(node.Value.Mailbox);
        held -= node.Value.Rows.Rows.Length;
    }
}
