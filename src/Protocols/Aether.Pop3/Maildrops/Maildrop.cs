using Aether.Configuration.Schema;
using Aether.Storage;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Pop3.Maildrops;

/// <summary>
/// The INBOX as one session sees it from login to QUIT: its numbers stay, whatever others do, and what it deletes is only noted
/// until then. RFC 1939 §4, §5, §6.
/// </summary>
internal sealed class Maildrop : IAsyncDisposable
{
    /// <summary>Cold rows read at once for who reads one message after the other: one alone costs three times as much.</summary>
    private const int Ahead = 8;

    private readonly MailStore store;
    private readonly Mailbox inbox;
    private readonly MaildropHold hold;
    private readonly MessageRow[] rows;
    private readonly HashSet<int> deleted = [];
    private readonly HashSet<int> read = [];
    private IReadOnlyList<EmailRow> cold = [];
    private int lastRead;
    private UniqueIds? uniqueIds;

    private Maildrop(MailStore store, Mailbox inbox, MessageRow[] rows, MaildropHold hold)
    {
        this.store = store;
        this.inbox = inbox;
        this.rows = rows;
        this.hold = hold;
    }

    /// <summary>Messages listed at login, those deleted since included.</summary>
    public int Total => rows.Length;

    /// <summary>Messages not deleted, and their octets.</summary>
    public (int Count, long Octets) Left
    {
        get
        {
            long octets = 0;
            for (int number = 1; number <= rows.Length; number++)
                octets += deleted.Contains(number) ? 0 : rows[number - 1].Size;
            return (rows.Length - deleted.Count, octets);
        }
    }

    /// <summary>Opens the INBOX of an account.</summary>
    /// <param name="hold">The lock; the maildrop gives it back.</param>
    /// <param name="view">Which messages it shows.</param>
    public static async ValueTask<Maildrop?> OpenAsync(MailStore store, AccountId account, MaildropHold hold, Pop3Settings view, CancellationToken ct)
    {
        var inbox = await store.Mailboxes.FindAsync(account, Mailbox.Inbox, ct);
        if (inbox is null || await store.Messages.OpenAsync(account, inbox.Id, ct) is not { } opened)
            return null;
        var rows = opened.Rows.Copy(view.Newest > 0 && !view.HideDeleted ? Math.Max(0, opened.Rows.Count - view.Newest) : 0, opened.Rows.Count);
        if (view.HideDeleted)
            rows = Array.FindAll(rows, static row => !row.System.HasFlag(SystemFlags.Deleted));
        if (view.Newest > 0 && rows.Length > view.Newest)
            rows = rows[^view.Newest..];
        return new Maildrop(store, inbox, rows, hold);
    }

    /// <summary>Whether a number names a message that is not deleted. RFC 1939 §5.</summary>
    public bool Has(int number) => number >= 1 && number <= rows.Length && !deleted.Contains(number);

    public long SizeOf(int number) => rows[number - 1].Size;

    /// <summary>By what clients know the messages again.</summary>
    public async ValueTask<UniqueIds> UniqueIdsAsync(CancellationToken ct) =>
        uniqueIds ??= new UniqueIds(rows, await store.Annotations.UniqueIdsAsync(inbox.Account, inbox.Id, ct));

    public void Delete(int number) => deleted.Add(number);

    public void Undelete() => deleted.Clear();

    /// <summary>Notes that a message went out whole: at the end it is seen.</summary>
    public void MarkRead(int number) => read.Add(number);

    /// <summary>The cold row of a message; null when somebody else has removed it since.</summary>
    public async ValueTask<EmailRow?> FindAsync(int number, CancellationToken ct)
    {
        var email = rows[number - 1].Email;
        if (Known(email) is null)
        {
            int count = Math.Min(number == lastRead + 1 ? Ahead : 1, rows.Length - number + 1);
            cold = await store.Messages.ReadEmailsAsync(inbox.Account, Array.ConvertAll(rows[(number - 1)..(number - 1 + count)], static row => row.Email), ct);
        }

        lastRead = number;
        return Known(email);
    }

    /// <summary>The UPDATE state: removes what was deleted, marks what was read. RFC 1939 §6.</summary>
    /// <returns>False when another session may have it open by now: nothing was done.</returns>
    public async ValueTask<bool> UpdateAsync(CancellationToken ct)
    {
        if ((read.Count > 0 || deleted.Count > 0) && !await hold.KeepAsync(ct))
            return false;
        var seen = UidsOf(read.Except(deleted).Where(number => !rows[number - 1].System.HasFlag(SystemFlags.Seen)));
        if (seen.Length > 0)
            await store.Messages.SetFlagsAsync(inbox.Account, inbox.Id, seen, new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, []), ct);
        if (deleted.Count > 0)
            await store.Messages.RemoveAsync(inbox.Account, inbox.Id, UidsOf(deleted), ct);
        return true;
    }

    public ValueTask DisposeAsync() => hold.DisposeAsync();

    private EmailRow? Known(EmailId email) => cold.FirstOrDefault(row => row.Id == email);

    private Uid[] UidsOf(IEnumerable<int> numbers) => [.. numbers.Order().Select(number => rows[number - 1].Uid)];
}
