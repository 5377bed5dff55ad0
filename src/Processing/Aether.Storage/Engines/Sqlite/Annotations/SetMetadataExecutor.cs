using Aether.Storage.Annotations;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Annotations;

/// <summary>Inserts, replaces and deletes annotations; too many, and none of it happened.</summary>
internal sealed class SetMetadataExecutor : SqliteExecutor<SetMetadata, MailboxStatus>
{
    protected override MailboxStatus Execute(SqliteWrite db, SetMetadata op)
    {
        long mailbox = op.Mailbox?.Value ?? 0;
        if (op.Mailbox is not null && !IsThere(db, op.Account, mailbox))
            return MailboxStatus.NoSuchMailbox;
        foreach (var changes in op.Changes.GroupBy(static change => change.Reader?.Value ?? 0))
        {
            var names = Names(db, op.Account, mailbox, changes.Key);
            names.UnionWith(changes.Where(static change => change.Value is not null).Select(static change => change.Name));
            names.ExceptWith(changes.Where(static change => change.Value is null).Select(static change => change.Name));
            if (names.Count > op.MaxEntries)
                return MailboxStatus.TooMany;
        }

        foreach (var change in op.Changes)
        {
            if (change.Value is { } value)
            {
                db.Prepare("""
                    INSERT INTO metadata (account_id, mailbox_id, reader_id, name, value) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (account_id, mailbox_id, reader_id, name) DO UPDATE SET value = excluded.value
                    """).Bind(op.Account.Value).Bind(mailbox).Bind(change.Reader?.Value ?? 0).Bind(change.Name).Bind(value.Span).Run();
            }
            else
            {
                db.Prepare("DELETE FROM metadata WHERE account_id = ? AND mailbox_id = ? AND reader_id = ? AND name = ?")
                    .Bind(op.Account.Value).Bind(mailbox).Bind(change.Reader?.Value ?? 0).Bind(change.Name).Run();
            }
        }

        db.NamesChanged(op.Account);
        return MailboxStatus.Done;
    }

    private static bool IsThere(SqliteWrite db, AccountId account, long mailbox)
    {
        using var find = db.Prepare("SELECT 1 FROM mailbox WHERE account_id = ? AND id = ?").Bind(account.Value).Bind(mailbox);
        return find.Step();
    }

    private static HashSet<string> Names(SqliteWrite db, AccountId account, long mailbox, long reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var list = db.Prepare("SELECT name FROM metadata WHERE account_id = ? AND mailbox_id = ? AND reader_id = ?").Bind(account.Value).Bind(mailbox).Bind(reader);
        while (list.Step())
            names.Add(list.Text(0));
        return names;
    }
}
