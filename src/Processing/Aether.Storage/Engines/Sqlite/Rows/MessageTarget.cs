using Aether.Storage.Messages;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>A mailbox that something is to be stored in, checked with its account's quota inside the operation.</summary>
internal readonly record struct MessageTarget(AccountId Account, MailboxId Mailbox, uint UidValidity, string Domain)
{
    private const string Columns = "SELECT m.id, m.uidvalidity, a.used_bytes, a.msgs, a.quota_bytes, a.quota_msgs, a.domain FROM mailbox m JOIN account a ON a.id = m.account_id";

    /// <param name="mailbox">Null: INBOX.</param>
    /// <param name="bytes">Octets to be added.</param>
    /// <param name="messages">Messages to be added; none: they are in the account already, and a full one may still tidy up.</param>
    public static MessageStatus Check(SqliteWrite db, AccountId account, MailboxId? mailbox, long bytes, int messages, out MessageTarget target)
    {
        target = default;
        using var find = mailbox is { } id
            ? db.Prepare($"{Columns} WHERE m.account_id = ? AND m.id = ? AND m.selectable = 1 AND a.state <> 2").Bind(account.Value).Bind(id.Value)
            : db.Prepare($"{Columns} WHERE m.account_id = ? AND m.parent_id = 0 AND m.name = '{Aether.Storage.Mailboxes.Mailbox.Inbox}' AND a.state <> 2").Bind(account.Value);
        if (!find.Step())
            return MessageStatus.NoSuchMailbox;

        target = new MessageTarget(account, new MailboxId(find.Long(0)), (uint)find.Long(1), find.Text(6));
        if (messages is 0)
            return MessageStatus.Done;
        var own = new QuotaUsage(QuotaOwner.Account, string.Empty, db.Options.QuotaOf(find.Long(4), find.Long(5)), find.Long(2), find.Long(3));
        return own.Fits(bytes, messages) && db.Quotas.Fits(target.Domain, bytes, messages) ? MessageStatus.Done : MessageStatus.OverQuota;
    }
}
