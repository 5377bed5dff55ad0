using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>A mailbox that something is to be stored in, checked with its account's quota inside the operation.</summary>
internal readonly record struct MessageTarget(AccountId Account, MailboxId Mailbox, uint UidValidity)
{
    private const string Columns = "SELECT m.id, m.uidvalidity, a.used_bytes, a.quota_bytes FROM mailbox m JOIN account a ON a.id = m.account_id";

    /// <param name="mailbox">Null: INBOX.</param>
    /// <param name="bytes">Octets to be added.</param>
    public static MessageStatus Check(SqliteWrite db, AccountId account, MailboxId? mailbox, long bytes, out MessageTarget target)
    {
        target = default;
        using var find = mailbox is { } id
            ? db.Prepare($"{Columns} WHERE m.account_id = ? AND m.id = ? AND m.selectable = 1 AND a.state <> 2").Bind(account.Value).Bind(id.Value)
            : db.Prepare($"{Columns} WHERE m.account_id = ? AND m.parent_id = 0 AND m.name = '{Aether.Storage.Mailboxes.Mailbox.Inbox}' AND a.state <> 2").Bind(account.Value);
        if (!find.Step())
            return MessageStatus.NoSuchMailbox;

        target = new MessageTarget(account, new MailboxId(find.Long(0)), (uint)find.Long(1));
        long quota = find.Long(3) is > 0 and var own ? own : db.Options.QuotaBytes;
        return quota > 0 && find.Long(2) + bytes > quota ? MessageStatus.OverQuota : MessageStatus.Done;
    }
}
